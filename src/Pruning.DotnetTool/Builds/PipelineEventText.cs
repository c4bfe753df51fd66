using Pruning.Pipeline;
using Pruning.Pipeline.Durations;

namespace Pruning.DotnetTool.Builds;

/// <summary>What a pipeline's event is called in a line.</summary>
internal static class PipelineEventText
{
    /// <summary>Null for events that are not worth a line.</summary>
    public static string? Of(PipelineEvent happened) =>
        happened switch
        {
            RunForecast forecast => ForecastText.Of(forecast.Forecast) is { } text ? $"{happened.Step}: {text}" : null,
            StepStarted => $"{happened.Step}: started",
            StepProgress progress => $"{happened.Step}: {Share(progress.Done)}{progress.Message}",
            StepNote note => $"{happened.Step}: {note.Message}",
            StepWaiting waiting => $"{happened.Step}: waiting for {waiting.Holder}",
            StepFinished { Outcome: StageOutcome.Ran } finished => FormattableString.Invariant(
                $"{happened.Step}: done in {finished.Elapsed.TotalSeconds:0.0} s"
            ),
            StepFinished { Outcome: StageOutcome.Cached } => $"{happened.Step}: up to date",
            StepFinished { Outcome: StageOutcome.Fetched } => $"{happened.Step}: fetched from the remote cache",
            _ => null,
        };

    private static string Share(double? done) =>
        done is { } share ? FormattableString.Invariant($"{share * 100:0} % ") : "";
}
