using System.Globalization;
using Pruning.Diagnostics;

namespace Pruning.Pruners;

/// <summary>What a sparsity target limits.</summary>
public enum TargetMetric
{
    /// <summary>Output channels of all convolutions.</summary>
    Channels,

    /// <summary>Trainable values.</summary>
    Parameters,

    /// <summary>Floating-point operations for one image.</summary>
    Flops,

    /// <summary>Bytes of the exported fp32 ONNX file.</summary>
    FileSize,

    /// <summary>Milliseconds for one image in ONNX Runtime on this machine, with one thread.</summary>
    Latency,
}

/// <summary>
/// How small the pruned network must be: exactly one of <paramref name="Reduction"/> and <paramref name="Maximum"/>.
/// </summary>
/// <param name="Reduction">The share to remove, above 0 and below 1: 0.5 keeps at most half.</param>
/// <param name="Maximum">
/// The most that may remain, above 0: channels, values, operations, bytes or milliseconds.
/// </param>
/// <param name="Location">Where it was asked for.</param>
public sealed record SparsityTarget(
    TargetMetric Metric,
    double? Reduction = null,
    double? Maximum = null,
    SourceLocation? Location = null
)
{
    /// <summary>The most that may remain of <paramref name="dense"/>.</summary>
    public double LimitFor(double dense) => Maximum ?? (dense * (1 - Reduction!.Value));

    /// <exception cref="PruneException">PRUNE4009: not exactly one limit, or out of range.</exception>
    public void Verify()
    {
        if (Reduction.HasValue == Maximum.HasValue)
            throw Invalid("needs either Reduction or Maximum, and exactly one of them");
        if (Reduction is { } share && !(share > 0 && share < 1))
            throw Invalid(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"asks for a Reduction of {share:P1}; it must lie above 0 % and below 100 %, because a "
                        + $"network without channels is none"
                )
            );
        if (Maximum is { } most && !(most > 0 && double.IsFinite(most)))
            throw Invalid(
                string.Create(CultureInfo.InvariantCulture, $"has a Maximum of {most}; it must be a number above 0")
            );
    }

    public override string ToString() =>
        Reduction is { } share
            ? string.Create(CultureInfo.InvariantCulture, $"{Metric} Reduction={share * 100:0.##}%")
            : string.Create(CultureInfo.InvariantCulture, $"{Metric} Maximum={Maximum:0.##}");

    private PruneException Invalid(string what) =>
        new(
            Codes.PlanningOptionInvalid,
            $"SparsityTarget '{Metric}' {what}. Write, for example, Reduction=\"50%\".",
            Location
        );
}
