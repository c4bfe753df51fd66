using System.Globalization;

namespace Pruning.Reporting.Tuning;

/// <summary>A search in words.</summary>
public static class TuningSentence
{
    /// <summary>Below it, a difference is called one that may be chance.</summary>
    public const double Sure = 0.95;

    /// <summary>One run, as it ends.</summary>
    public static string Of(TuningRunReport run, int trials, int rungs) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"trial {run.Trial} of {trials}{(run.Trial == 1 ? " (the project as it stands)" : "")}, rung {run.Rung} of {rungs}: "
                + $"{(run.Map5095 is { } map ? $"mAP50-95 {map:0.0000}" : "no model")}{(run.Refusal is { } why ? $"; {why}" : "")}"
        );

    /// <summary>What a search came to.</summary>
    public static string Of(TuningOutcome outcome) =>
        (outcome.IsBetter ? Better(outcome) : Unbeaten(outcome))
        + (outcome.WinnerRefusal is { } fails ? $" No trial would pass the build: this one {fails}." : "");

    private static string Unbeaten(TuningOutcome outcome) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"The project as it stands was not beaten: mAP50-95 {outcome.Map5095:0.0000} on {Count(outcome.Images, "validation image")}, "
                + $"the best of {Count(outcome.Whole, "trial")} that trained for the whole time."
        );

    private static string Better(TuningOutcome outcome) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"The project as it stands: {Defaults(outcome)}. Trial {outcome.Winner}: mAP50-95 {outcome.Map5095:0.0000}"
                + $"{(outcome.Defaults is { } defaults ? $" ({outcome.Map5095 - defaults:+0.0000;-0.0000;0})" : "")}, on the same "
                + $"{Count(outcome.Images, "validation image")}.{Chance(outcome)}"
        );

    private static string Defaults(TuningOutcome outcome) =>
        (
            outcome.Defaults is { } map
                ? string.Create(CultureInfo.InvariantCulture, $"mAP50-95 {map:0.0000}")
                : "no model"
        ) + (outcome.DefaultsRefusal is { } why ? $"; {why}" : "");

    // The best of several looks better than it is.
    private static string Chance(TuningOutcome outcome) =>
        outcome.Confidence is not { } confidence
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $" It is better in {Share(confidence)} of the draws of these images"
                    + $"{(confidence >= Sure ? "" : ", so the difference may be chance")}; it was chosen on them as the best of "
                    + $"{outcome.Whole}, so expect less of it on others."
            );

    private static string Share(double confidence) =>
        (Math.Floor(confidence * 100) / 100).ToString("0 %", CultureInfo.InvariantCulture);

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
