using Pruning.Graphs;
using Pruning.Pipeline.Options;
using Pruning.Pruners;
using Pruning.Training.Sparsity;

namespace Pruning.Pipeline.Prune;

/// <summary>Selects the channels that the project's targets would remove from a network as it stands.</summary>
/// <param name="round">What is cut right after the training.</param>
/// <param name="ofGroups">Whether channels are told by coupling group, or by the BatchNorm layers in it.</param>
internal sealed class PlannedSelection(PlanMaker planner, PruningRound round, bool ofGroups) : IChannelSelector
{
    private const int Parts = 100;

    public IReadOnlyDictionary<string, int[]> Select(Network network, double share)
    {
        var plan = planner
            .Plan(network, diagnostics: null, round: RoundOf(network, share), proven: false)
            .Groups.ToDictionary(group => group.Name, group => group.Kept.ToHashSet());
        var groups = Coupling.Analyze(network).Groups.Where(group => plan[group.Name].Count < group.Count);
        return ofGroups
            ? groups.ToDictionary(
                group => group.Name,
                group => Enumerable.Range(0, group.Count).Where(atom => !plan[group.Name].Contains(atom)).ToArray(),
                StringComparer.Ordinal
            )
            : ByNorm(groups, plan);
    }

    private static Dictionary<string, int[]> ByNorm(
        IEnumerable<CouplingGroup> groups,
        Dictionary<string, HashSet<int>> plan
    )
    {
        var removed = new Dictionary<string, SortedSet<int>>(StringComparer.Ordinal);
        foreach (var (group, norm) in groups.SelectMany(group => group.Norms.Select(norm => (group, norm))))
        {
            for (var i = 0; i < norm.Positions.Length; i++)
            {
                if (plan[group.Name].Contains(norm.Atoms[i]))
                    continue;
                if (!removed.TryGetValue(norm.Layer, out var channels))
                    removed[norm.Layer] = channels = [];
                channels.Add(norm.Positions[i]);
            }
        }

        return removed.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal);
    }

    private PruneRound? RoundOf(Network network, double share) =>
        share >= 1 ? round.Of(network) : new PruneRound(Math.Max(1, (int)Math.Round(share * Parts)), Parts, network);
}
