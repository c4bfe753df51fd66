using System.Collections.Immutable;
using Pruning.Pipeline.Durations;
using Pruning.Pipeline.Status;

namespace Pruning.Pipeline;

/// <summary>
/// What one start of a build tells: its events, with the time that is left, to who listens and to the status file.
/// </summary>
/// <param name="progress">Called on the working thread.</param>
/// <param name="doneBefore">
/// Steps that earlier starts of the same build have done: that they are cached is no news to it.
/// </param>
internal sealed class BuildProgress(
    IProgress<PipelineEvent>? progress,
    RunStatusWriter status,
    ImmutableHashSet<string> doneBefore
) : IProgress<PipelineEvent>
{
    private readonly Outlook _outlook = new(TimeProvider.System);
    private ForecastMaker? _forecasts;

    public void Report(PipelineEvent value)
    {
        value = _outlook.With(value);
        status.Report(value);
        if (value is StepFinished finished)
        {
            _forecasts?.Learn(finished);
            if (_outlook.Rest is { } rest)
                status.Expect(rest);
        }

        if (value is not StepFinished { Outcome: StageOutcome.Cached } || !doneBefore.Contains(value.Step))
            progress?.Report(value);
    }

    /// <summary>Takes what forecasts times, and learns from the times that steps take.</summary>
    public void Forecast(ForecastMaker forecasts) => _forecasts = forecasts;

    /// <summary>Expects a plan's steps.</summary>
    /// <param name="announces">Whether the expectation is told, too: once a build.</param>
    public void Expect(ImmutableArray<PlannedStep> whole, bool announces)
    {
        status.Plan(whole);
        if (_forecasts?.Of(whole) is not { } forecast)
            return;
        _outlook.Expect(forecast);
        status.Expect(TimeSpan.FromSeconds(forecast.Seconds));
        if (announces)
            Report(new RunForecast(forecast));
    }
}
