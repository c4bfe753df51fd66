using Pruning.Pipeline;

namespace Pruning.DotnetTool.Builds;

/// <summary>
/// A pipeline's events on a live bar: the current step and how far it is; finished steps stay as lines.
/// </summary>
internal sealed class LivePipeline(Action<string, double?> show, Action<string> say) : IProgress<PipelineEvent>
{
    private readonly StepWords _words = new();

    public void Report(PipelineEvent value)
    {
        _words.Hear(value);
        switch (value)
        {
            case StepProgress progress:
                show($"{progress.Step} {string.Join(", ", _words.Of(progress))}", progress.Done);
                break;
            case StepStarted:
                show($"{value.Step}", null);
                break;
            case StepWaiting when PipelineEventText.Of(value) is { } waiting:
                // Said as well as shown: where no bar is, nothing else would tell why nothing happens.
                show(waiting, null);
                say(waiting);
                break;
            default:
                if (PipelineEventText.Of(value) is { } line)
                    say(line);
                break;
        }
    }
}
