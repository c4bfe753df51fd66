using Pruning.Pipeline.Status;

namespace Pruning.Pipeline.Durations;

/// <summary>Adds to what a run tells how long the step and the whole build still take.</summary>
/// <param name="time">The clock.</param>
public sealed class Outlook(TimeProvider time)
{
    // Before that a step's pace says little of what comes.
    private const double LeastShare = 0.05;

    // What was expected counts as if so much of it had come true already: a short step that takes thrice its time says
    // little of the long ones.
    private const double Trust = 0.2;

    private readonly TimeLeft _left = new(time);
    private readonly HashSet<string> _finished = new(StringComparer.Ordinal);
    private Forecast? _forecast;
    private string _step = "";
    private long _begun;

    // What steps really took, and what was expected of them.
    private double _took;
    private double _foreseen;

    // The same of all, with what the running step will have taken.
    private double _ratio = 1;

    /// <param name="forecast">For everything that the build still has to do.</param>
    public void Expect(Forecast forecast) => _forecast = forecast;

    /// <summary>For what is not finished yet; null before there is a forecast.</summary>
    public TimeSpan? Rest => _forecast is null ? null : TimeSpan.FromSeconds(Without(null));

    public PipelineEvent With(PipelineEvent value)
    {
        switch (value)
        {
            case StepStarted started:
                (_step, _begun) = (started.Step, time.GetTimestamp());
                return value;
            case StepProgress progress:
                // What a training does before its first epoch, such as imitating, tells of shares of its own.
                var left =
                    progress is EpochProgress
                    || progress.Stage is not (StageKind.Train or StageKind.SparseTrain or StageKind.FineTune)
                        ? _left.Of(progress)
                        : null;
                return progress with { Left = left, WholeLeft = WholeLeft(progress, left) };
            case StepFinished finished:
                Finish(finished);
                return value;
            default:
                return value;
        }
    }

    private TimeSpan? WholeLeft(StepProgress progress, TimeSpan? left)
    {
        if (_forecast is null)
            return null;
        var expected = Expected(progress.Step);
        var gone = progress.Step == _step ? time.GetElapsedTime(_begun) : TimeSpan.Zero;
        if (left is { } known && progress.Done is >= LeastShare && expected > 0)
            _ratio = Ratio((gone + known).TotalSeconds, expected.Value);
        var here = left?.TotalSeconds ?? Math.Max(0, ((expected ?? 0) * _ratio) - gone.TotalSeconds);
        return TimeSpan.FromSeconds(here + Without(progress.Step));
    }

    private void Finish(StepFinished finished)
    {
        if (
            _finished.Add(finished.Step)
            && finished.Outcome == StageOutcome.Ran
            && _forecast is not null
            && Expected(finished.Step) is { } expected and > 0
        )
        {
            _took += finished.Elapsed.TotalSeconds;
            _foreseen += expected;
            _ratio = Ratio(0, 0);
        }
    }

    /// <param name="takes">What the running step will have taken, as far as its pace tells.</param>
    /// <param name="expected">What was foreseen of it: more than 0, unless a step has been foreseen before.</param>
    private double Ratio(double takes, double expected)
    {
        var trusted = Trust * _forecast!.Seconds;
        return (trusted + _took + takes) / (trusted + _foreseen + expected);
    }

    private double Without(string? step) =>
        _ratio
        * _forecast!.Steps.Where(one => one.Step != step && !_finished.Contains(one.Step)).Sum(one => one.Seconds ?? 0);

    private double? Expected(string step) => _forecast!.Steps.FirstOrDefault(one => one.Step == step)?.Seconds;
}
