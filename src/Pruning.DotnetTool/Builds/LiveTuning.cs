using Pruning.Pipeline;
using Pruning.Pipeline.Tuning;

namespace Pruning.DotnetTool.Builds;

/// <summary>
/// A search's events on a live bar: the current trial, its step and how far that is; trials that have ended stay as
/// lines.
/// </summary>
/// <param name="isDetailed">Whether the steps of trials are said as well.</param>
internal sealed class LiveTuning(Action<string, double?> show, Action<string> say, bool isDetailed)
    : IProgress<PipelineEvent>
{
    private readonly StepWords _words = new();
    private string _trial = "";

    public void Report(PipelineEvent value)
    {
        _words.Hear(value);
        switch (value)
        {
            case TrialStarted { Run: var run } started:
                _trial = $"trial {run.Trial.Number}/{started.Trials} rung {run.Rung + 1}/{started.Rungs}: ";
                show(_trial.TrimEnd(' ', ':'), null);
                break;
            case StepProgress progress:
                show($"{_trial}{progress.Step} {string.Join(", ", _words.Of(progress))}", progress.Done);
                break;
            case StepNote { Step: TuningRun.Name } note:
                say(note.Message);
                break;
            case StepWaiting when PipelineEventText.Of(value) is { } waiting:
                show(waiting, null);
                say(waiting);
                break;
            default:
                if (isDetailed && PipelineEventText.Of(value) is { } line)
                    say($"{_trial}{line}");
                break;
        }
    }
}
