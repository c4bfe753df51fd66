using Pruning.DotnetTool.Terminal;
using Pruning.Pipeline;
using Pruning.Pipeline.Status;

namespace Pruning.DotnetTool.Builds;

/// <summary>
/// What to say of a running step, in parts, the most important first: <see cref="ProgressParts"/>, and behind them the
/// accuracy of a training's last finished epoch.
/// </summary>
internal sealed class StepWords
{
    private string _accuracy = "";
    private string _step = "";

    /// <summary>To be told of every event: a step's accuracy is not the next one's.</summary>
    public void Hear(PipelineEvent happened)
    {
        if (happened.Step != _step)
            (_step, _accuracy) = (happened.Step, "");
        if (happened is EpochProgress { Training.Completed.Map5095: { } accuracy })
            _accuracy = FormattableString.Invariant($"mAP50-95 {accuracy:0.000}");
    }

    public IEnumerable<string> Of(StepProgress progress) =>
        ProgressParts.Of(StepActivity.Of(progress)).Append(_accuracy).Where(part => part.Length > 0);
}
