using Pruning.Graphs;
using Pruning.Training;

namespace Pruning.Pipeline.Stages;

/// <summary>Selects the channels that the project's targets would remove from a network as it stands.</summary>
/// <param name="round">What is cut right after the training.</param>
internal sealed class PlannedCut(CutSettings cut, PruningRound round) : IChannelSelector
{
    public IReadOnlyDictionary<string, int[]> Select(Network network)
    {
        var plan = cut.Plan(network, diagnostics: null, round: round.Of(network), proven: false).Groups.ToDictionary(group => group.Name, group => group.Kept.ToHashSet());
        var removed = new Dictionary<string, SortedSet<int>>(StringComparer.Ordinal);
        foreach (var group in Slimming.Coupling.Analyze(network).Groups)
        {
            var kept = plan[group.Name];
            foreach (var norm in group.Norms)
            {
                for (var i = 0; i < norm.Positions.Length; i++)
                {
                    if (kept.Contains(norm.Atoms[i]))
                        continue;
                    if (!removed.TryGetValue(norm.Layer, out var channels))
                        removed[norm.Layer] = channels = [];
                    channels.Add(norm.Positions[i]);
                }
            }
        }

        return removed.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal);
    }
}
