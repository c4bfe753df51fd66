using System.Globalization;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Pruners;

/// <summary>Which channels of each node a plan leaves.</summary>
internal sealed class KeptChannels
{
    private readonly CouplingMap _map;
    private readonly bool[][] _kept;

    private KeptChannels(CouplingMap map, bool[][] kept) => (_map, _kept) = (map, kept);

    /// <exception cref="PruneException">PRUNE4008: the plan was made for another network.</exception>
    public static KeptChannels Follow(Network network, PrunePlan plan)
    {
        var map = Coupling.Analyze(network);
        if (plan.Groups.Length != map.Groups.Length)
            throw Misfit($"it has {plan.Groups.Length} channel groups, the network {map.Groups.Length}");
        return new KeptChannels(map, [.. map.Groups.Zip(plan.Groups, KeptAtoms)]);
    }

    /// <summary>Ascending positions among the node's output channels in the uncut network.</summary>
    public int[] this[string node]
    {
        get
        {
            var places = _map.OutputOf(node);
            return
            [
                .. Enumerable
                    .Range(0, places.Length)
                    .Where(position => _kept[places[position].Group][places[position].Atom]),
            ];
        }
    }

    private static bool[] KeptAtoms(CouplingGroup group, GroupPlan plan)
    {
        if (plan.Name != group.Name || plan.Count != group.Count)
            throw Misfit(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"it expects {plan.Count} channels in '{plan.Name}', the network has {group.Count} in "
                        + $"'{group.Name}'"
                )
            );
        if (
            plan.Kept.IsDefaultOrEmpty
            || plan.Kept[0] < 0
            || plan.Kept[^1] >= group.Count
            || !plan.Kept.Zip(plan.Kept.Skip(1)).All(pair => pair.First < pair.Second)
        )
            throw Misfit($"the channels that it keeps of '{group.Name}' are none, out of range or out of order");
        if (group.IsHeld && plan.Kept.Length != group.Count)
            throw Misfit($"it cuts '{group.Name}', but {group.Constraints[0]}");
        var kept = new bool[group.Count];
        foreach (var atom in plan.Kept)
            kept[atom] = true;
        return kept;
    }

    private static PruneException Misfit(string what) =>
        new(
            Codes.PlanDoesNotFit,
            $"The prune plan is not for this network: {what}. Cutting would make another network than was "
                + $"planned; make the plan again."
        );
}
