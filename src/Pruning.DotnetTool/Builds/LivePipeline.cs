using Pruning.Pipeline;

namespace Pruning.DotnetTool.Builds;

/// <summary>A pipeline's events on a live bar: the current step and how far it is; finished steps stay as lines.</summary>
internal sealed class LivePipeline(Action<string, double?> show, Action<string> say) : IProgress<PipelineEvent>
{
    public void Report(PipelineEvent value)
    {
        switch (value)
        {
            case StepProgress progress:
                show($"{progress.Step}: {progress.Message}", progress.Done);
                break;
            case StepStarted:
                show($"{value.Step}", null);
                break;
            case StepWaiting waiting:
                // Said as well as shown: where no bar is, nothing else would tell why nothing happens.
                show($"{value.Step}: waiting for {waiting.Holder}", null);
                say($"{value.Step}: waiting for {waiting.Holder}");
                break;
            default:
                if (PipelineEventText.Of(value) is { } line)
                    say(line);
                break;
        }
    }
}
