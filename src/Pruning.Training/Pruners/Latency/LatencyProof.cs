using System.Globalization;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Pruners.Latency;

/// <summary>
/// Cuts what is planned and measures it beside the dense network. Where the measurement is not where the target wants
/// it, the prediction is corrected and there is another plan; the target's promise is about what was measured.
/// </summary>
/// <param name="image">What the cut network looks at.</param>
internal sealed class LatencyProof(
    Network network,
    PredictedLatency latency,
    PlanLimits limits,
    ILayerTimes times,
    Extent image
)
{
    /// <summary>
    /// How far beyond the target is still it: about what a measurement is good to. A share of the dense latency.
    /// </summary>
    private const double Above = 0.01;

    /// <summary>How far below: more was cut than asked for.</summary>
    private const double Below = 0.02;

    /// <summary>The contract's own tolerance, for the last attempt.</summary>
    private const double Promised = 0.05;

    private const int MostAttempts = 5;

    // Of the network that nothing was taken from, looking at the whole picture.
    private double Dense => limits.Dense.Milliseconds;

    private int _attempts;
    private double _ratio;
    private double _nearest = double.PositiveInfinity;

    /// <returns>Whether the plan stands; else there is more known to plan again with.</returns>
    /// <exception cref="PruneException">PRUNE4001: no attempt came within the tolerance.</exception>
    public bool Accepts(PrunePlan plan, int[] counts)
    {
        (_ratio, var low) = times.Compare(network, Surgery.Prune(network, plan), image);
        _nearest = Math.Min(_nearest, _ratio);
        var target = limits
            .Targets.Where(target => target.Metric == TargetMetric.Latency)
            .MinBy(target => target.LimitFor(Dense))!;
        var limit = target.LimitFor(Dense) / Dense;
        // Where another target cuts deeper than this one asks, nothing is wrong with being below.
        var isDeeper = limits.Targets.Any(other =>
            other.Metric != TargetMetric.Latency && limits.Excess(other, limits.Dense) > 0
        );
        // On a machine that is busy with other work the interval is wide: what may be met counts as met, and the
        // project's gate measures again.
        if (low <= limit + Above && (_ratio >= limit - Below || isDeeper))
            return true;
        if (++_attempts >= MostAttempts)
            return low <= limit + Promised ? true : throw Missed(target);
        latency.Correct(counts, _ratio * Dense / latency.Dense);
        return false;
    }

    public PrunePlan Sign(PrunePlan plan) => plan with { Latency = plan.Latency! with { MeasuredRatio = _ratio } };

    private PruneException Missed(SparsityTarget target) =>
        new(
            Codes.TargetOutOfReach,
            string.Create(
                CultureInfo.InvariantCulture,
                $"SparsityTarget '{target}' is missed: after {MostAttempts} plans, each cut and measured, the "
                    + $"nearest takes {_nearest:P1} of the dense latency of {Dense:0.##} ms. What is left does not get "
                    + $"faster by narrower layers, or the machine is too busy to measure. Ask for less, or start from "
                    + $"a smaller model."
            ),
            target.Location
        );
}
