using System.Collections.Immutable;

namespace Pruning.Pruners;

/// <summary>The targets of one plan as numbers: what may remain of what.</summary>
internal sealed record PlanLimits(PlannedCost Dense, ImmutableArray<SparsityTarget> Targets)
{
    public bool AreMetBy(PlannedCost cost) => Targets.All(target => Excess(target, cost) <= 0);

    /// <summary>How far a cost lies above a target's limit, as a share of the dense cost; negative below it.</summary>
    public double Excess(SparsityTarget target, PlannedCost cost)
    {
        var dense = Dense[target.Metric];
        return (cost[target.Metric] - target.LimitFor(dense)) / dense;
    }

    /// <summary>
    /// How much more than asked is cut by the target that is met most narrowly, as a share of the dense cost.
    /// </summary>
    public double Overshoot(PlannedCost cost) => Targets.Length == 0 ? 0 : -Targets.Max(target => Excess(target, cost));

    /// <summary>
    /// What going from one cost to another saves on the targets not yet met, as a share of the dense costs.
    /// </summary>
    public double Saving(PlannedCost from, PlannedCost to) =>
        Targets
            .Where(target => Excess(target, from) > 0)
            .Sum(target => (from[target.Metric] - to[target.Metric]) / Dense[target.Metric]);
}
