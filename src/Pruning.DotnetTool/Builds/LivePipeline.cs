using Pruning.DotnetTool.Terminal;
using Pruning.Pipeline;
using Pruning.Pipeline.Status;

namespace Pruning.DotnetTool.Builds;

/// <summary>A pipeline's events on a live bar: the current step and how far it is; finished steps stay as lines.</summary>
internal sealed class LivePipeline(Action<string, double?> show, Action<string> say) : IProgress<PipelineEvent>
{
    private string _accuracy = "";
    private string _step = "";

    public void Report(PipelineEvent value)
    {
        if (value.Step != _step)
            (_step, _accuracy) = (value.Step, "");
        if (value is EpochProgress { Training.Completed.Map5095: { } accuracy })
            _accuracy = FormattableString.Invariant($"mAP50-95 {accuracy:0.000}");
        switch (value)
        {
            case StepProgress progress:
                show($"{progress.Step} {string.Join(", ", ProgressParts.Of(StepActivity.Of(progress)).Append(_accuracy).Where(part => part.Length > 0))}", progress.Done);
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
