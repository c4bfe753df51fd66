namespace Pruning.Pipeline.Previews;

/// <summary>What a build would find of a step, as results name it.</summary>
internal static class StepOutcomes
{
    /// <summary>
    /// <c>willRun</c>, <c>cached</c> (here), <c>willFetch</c> (from the remote cache), <c>skipped</c> (nothing is asked
    /// of it) or <c>notNeeded</c>.
    /// </summary>
    public static string Word(StageOutcome outcome) =>
        outcome switch
        {
            StageOutcome.Ran => "willRun",
            StageOutcome.Cached => "cached",
            StageOutcome.Fetched => "willFetch",
            StageOutcome.Skipped => "skipped",
            _ => "notNeeded",
        };
}
