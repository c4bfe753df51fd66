using System.Collections.Immutable;
using System.Globalization;
using Pruning.Diagnostics;

namespace Pruning.Pruners;

/// <summary>How many atoms each group keeps.</summary>
/// <param name="Multiple">What counts were rounded to.</param>
/// <param name="MinimumKept">The least share that each group had to keep.</param>
internal sealed record WidthSelection(int[] Counts, string Multiple, double MinimumKept)
{
    // How little a group may keep and the runtime's block, from what is best for the result to what is legal at all.
    // The first combination that meets the targets within the tolerance is taken.
    private static readonly ImmutableArray<double> AutomaticMinimumKept = [0.3, 0.2, 0.1, 0];
    private static readonly ImmutableArray<AutomaticMultiple> AutomaticMultiples =
    [
        new(16, HalvesNarrow: false),
        new(16, HalvesNarrow: true),
        new(8, HalvesNarrow: true),
    ];

    // Integers take as long as channels are many, without a runtime's blocks.
    private static readonly ImmutableArray<AutomaticMultiple> IntegerMultiples = [new(8, HalvesNarrow: true)];

    /// <summary>Everything stays.</summary>
    public static WidthSelection Everything(CouplingMap map, PlanningOptions options) =>
        new(
            [.. map.Groups.Select(group => group.Count)],
            MultipleOf(options, AutomaticMultiples[0]),
            options.MinimumKept ?? AutomaticMinimumKept[0]
        );

    /// <summary>What meets the limits at the least loss of importance.</summary>
    /// <exception cref="PruneException">PRUNE4001: nothing meets them.</exception>
    public static WidthSelection Find(
        CouplingMap map,
        GroupRanking?[] rankings,
        GroupFreedom[] freedom,
        CostModel costs,
        PlanLimits limits,
        PlanningOptions options
    )
    {
        var multiples =
            options.ChannelMultiple is { } fixedMultiple ? [new AutomaticMultiple(fixedMultiple, HalvesNarrow: false)]
            : options.LayerTimes is { Form.IsQuantized: true } ? IntegerMultiples
            : AutomaticMultiples;
        var floors = options.MinimumKept is { } kept ? [kept] : AutomaticMinimumKept;
        var widths = options.Round?.Widths(map) ?? [.. map.Groups.Select(_ => 1.0)];
        WidthSelection? nearest = null;
        var nearestOvershoot = double.PositiveInfinity;
        foreach (var floor in floors)
        {
            foreach (var multiple in multiples)
            {
                var levels = map
                    .Groups.Select(
                        (group, index) =>
                            freedom[index]
                                .Levels(
                                    group,
                                    MultipleFor(freedom[index], multiple, options)
                                        .For((int)Math.Round(group.Count * group.ChannelsPerAtom * widths[index])),
                                    Math.Min(1, floor * widths[index])
                                )
                    )
                    .ToArray();
                costs.Latency?.Prepare(levels);
                if (
                    new PlanSearch(costs, limits, rankings, levels, options.CostWeightOfMeasure).Run() is not { } counts
                )
                    continue;
                var overshoot = limits.Overshoot(costs.Of(counts));
                if (overshoot < nearestOvershoot)
                    (nearest, nearestOvershoot) = (
                        new WidthSelection(counts, MultipleOf(options, multiple), floor),
                        overshoot
                    );
                if (overshoot <= PlanSearch.Tolerance)
                    return nearest!;
            }

            // A lower floor gives more room than needed: only what cannot be met at all goes there.
            if (nearest is not null)
                return nearest;
        }

        throw TargetMiss.Explain(map, freedom, costs, limits, options, multiples[^1], floors[^1]);
    }

    // A ratio that somebody set is kept to as near as can be.
    private static AutomaticMultiple MultipleFor(
        GroupFreedom freedom,
        AutomaticMultiple multiple,
        PlanningOptions options
    ) =>
        options.ChannelMultiple is null && freedom.Ratio is not null ? multiple with { HalvesNarrow = true } : multiple;

    private static string MultipleOf(PlanningOptions options, AutomaticMultiple multiple) =>
        options.ChannelMultiple?.ToString(CultureInfo.InvariantCulture) ?? $"auto ({multiple})";
}
