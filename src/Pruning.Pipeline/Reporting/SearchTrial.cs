using System.Globalization;

namespace Pruning.Reporting;

/// <summary>One network that was made to find the smallest that is good enough.</summary>
/// <param name="Target">What it was cut to.</param>
/// <param name="Map5095">On the split that gates judge; null where there is no network or no measurement.</param>
/// <param name="Drop">Below the baseline's, in points; negative for better.</param>
/// <param name="DropAtMost">
/// What the drop is at most with the goal's confidence, as far as the split's images can tell.
/// </param>
/// <param name="Inside">Whether that is within the goal.</param>
/// <param name="Refusal">Why there is no network; else null.</param>
public sealed record SearchTrial(
    string Target,
    double? Map5095,
    double? Drop,
    double? DropAtMost,
    bool Inside,
    string? Refusal
)
{
    public override string ToString() =>
        Refusal is not null
            ? $"{Target}: {Refusal}"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{Target}: mAP50-95 {Map5095:0.0000}, {(Drop > 0 ? "drop" : "gain")} "
                    + $"{Math.Abs(Drop ?? double.NaN):0.0000}, at most {DropAtMost:0.0000}: "
                    + $"{(Inside ? "inside" : "outside")}"
            );
}
