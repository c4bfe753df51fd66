using System.Diagnostics;
using Pruning.Pipeline;

namespace Pruning.DotnetTool.Builds;

/// <summary>
/// A pipeline's progress for the one line that a build has on a terminal: the step and then, parted by bars, what to
/// say of it, the most important first, so that a narrow terminal can do with less: <c>fine-tune|epoch 12/36|2:10 left,
/// all 5:20|34 %|mAP50-95 0.598</c>.
/// </summary>
internal sealed class TerminalProgress
{
    private const char Bar = '|';

    // Twice a second is as often as anybody reads it.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    private readonly Stopwatch _clock = new();
    private readonly StepWords _words = new();

    /// <summary>Null where nothing is to be said, or nothing yet.</summary>
    public string? Of(PipelineEvent happened)
    {
        _words.Hear(happened);
        switch (happened)
        {
            case StepStarted:
                return Line(happened.Step);
            case StepWaiting waiting:
                return Line(happened.Step, $"waiting for {waiting.Holder}");
            case StepProgress progress:
                return Line(progress, isImportant: progress is EpochProgress { Training.Completed: not null });
            default:
                return null;
        }
    }

    private string? Line(StepProgress progress, bool isImportant) =>
        IsSoon(isImportant) ? null : Line(progress.Step, [.. _words.Of(progress)]);

    private bool IsSoon(bool isImportant)
    {
        if (!isImportant && _clock.IsRunning && _clock.Elapsed < Interval)
            return true;
        _clock.Restart();
        return false;
    }

    private static string Line(string step, params string[] parts) =>
        string.Join(Bar, parts.Select(part => part.Replace(Bar, '/')).Prepend(step));
}
