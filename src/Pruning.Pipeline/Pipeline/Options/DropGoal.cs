using Pruning.Diagnostics;
using Pruning.Pruners;

namespace Pruning.Pipeline.Options;

/// <summary>
/// Instead of a size: the smallest network whose mAP50-95, on the split that gates judge, is at most so much below the
/// baseline's.
/// </summary>
/// <param name="MaximumDrop">In absolute points, 0 to 1: 0.01 is one point.</param>
/// <param name="Metric">What is made small.</param>
/// <param name="Confidence">
/// The chance, as far as the split's images can tell, with which the drop is inside: 0.5 or more, below 1.
/// </param>
/// <param name="Location">Where it was asked for.</param>
public sealed record DropGoal(
    double MaximumDrop,
    TargetMetric Metric,
    double Confidence = DropGoal.UsualConfidence,
    SourceLocation? Location = null
)
{
    /// <summary>Where nobody says otherwise.</summary>
    public const double UsualConfidence = 0.8;

    public override string ToString() =>
        FormattableString.Invariant($"{Metric} as small as a drop of {MaximumDrop} mAP50-95 allows");
}
