namespace Pruning.Evaluation.Gates;

/// <summary>Judges one metric after the other against its locked value. What was not measured is worse.</summary>
/// <param name="paired">Null where the slack alone decides about accuracies.</param>
internal sealed class LockedJudge(LockedBaselineOptions options, PairedDrops? paired)
{
    private const double Rounding = 1e-6;

    public LockedRow Row(GateMetric metric, double locked, Measurements measured)
    {
        var now = measured.Of(metric);
        if (!metric.IsAccuracy)
            return new LockedRow(
                metric.Name,
                locked,
                Finite(now),
                locked * (1 + options.CostSlack),
                BySlack(now - locked, locked * options.CostSlack)
            );
        var slack = options.SlackOf(metric);
        var drop = paired?.Of(metric);
        return new LockedRow(
            metric.Name,
            locked,
            Finite(now),
            Math.Max(0, locked - slack),
            drop is null ? BySlack(locked - now, slack) : ByPictures(locked - now, drop, slack)
        )
        {
            Drop = drop,
        };
    }

    // Noise widens the spreads; only spreads that lie apart, by more than the slack, say that one is slower.
    /// <param name="isSameNetwork">
    /// Whether parameters and operations are the locked ones: a network takes the time that it takes, whatever two
    /// measurements say.
    /// </param>
    public LockedRow Row(LockedLatency locked, LockedLatency now, bool isSameNetwork = false)
    {
        var allowed = locked.High * (1 + options.CostSlack);
        var verdict =
            locked.Processor != now.Processor ? LockedVerdict.NotCompared
            : !double.IsFinite(now.Ratio) || !(now.Low <= allowed) ? LockedVerdict.Worse
            : now.High < locked.Low * (1 - options.CostSlack) ? LockedVerdict.Better
            : now.Ratio > allowed + Rounding ? LockedVerdict.NotShown
            : LockedVerdict.Same;
        if (
            isSameNetwork
            && double.IsFinite(now.Ratio)
            && verdict is not (LockedVerdict.Same or LockedVerdict.NotCompared)
        )
            verdict = LockedVerdict.SameNetwork;
        return new LockedRow(
            new GateMetric(GateMetricKind.LatencyRatio).Name,
            locked.Ratio,
            Finite(now.Ratio),
            allowed,
            verdict
        );
    }

    // Written so that NaN is worse. The pictures are kept a little more roughly than they were measured, so the
    // measured drop has its say too.
    private static LockedVerdict ByPictures(double worseBy, LockedInterval drop, double slack) =>
        worseBy <= slack + Rounding ? (drop.AtMost < -slack - Rounding ? LockedVerdict.Better : LockedVerdict.Same)
        : double.IsFinite(worseBy) && drop.AtLeast <= slack + Rounding ? LockedVerdict.NotShown
        : LockedVerdict.Worse;

    // Likewise.
    private static LockedVerdict BySlack(double worseBy, double slack) =>
        !(worseBy <= slack + Rounding) ? LockedVerdict.Worse
        : worseBy < -slack - Rounding ? LockedVerdict.Better
        : LockedVerdict.Same;

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
