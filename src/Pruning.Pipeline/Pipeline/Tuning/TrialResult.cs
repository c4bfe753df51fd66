namespace Pruning.Pipeline.Tuning;

/// <summary>What came of a trial's run.</summary>
/// <param name="Map5095">
/// mAP50-95 of the pruned network's exported file on the validation images, 0 to 1; null where there is no network, or
/// nothing to measure it by.
/// </param>
/// <param name="Refusal">Why the trial cannot be chosen, in words; null where it can.</param>
/// <param name="Epochs">Trained for it, beyond what earlier trials of the search had left.</param>
/// <param name="Elapsed">What that and the steps around it took when they were done.</param>
/// <param name="Pictures">The file with what was found on each validation image; null where there is none.</param>
/// <param name="Images">Validation images.</param>
public sealed record TrialResult(
    TrialRun Run,
    double? Map5095,
    string? Refusal,
    int Epochs,
    TimeSpan Elapsed,
    string? Pictures = null,
    int Images = 0
)
{
    /// <summary>What the search goes by; null where the trial cannot be chosen.</summary>
    public double? Score => Refusal is null && Map5095 is { } map && double.IsFinite(map) ? map : null;
}
