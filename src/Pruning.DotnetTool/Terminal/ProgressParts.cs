using Pruning.Pipeline.Status;

namespace Pruning.DotnetTool.Terminal;

/// <summary>How far a step is, in parts of a line, the most important first: <c>epoch 12/36</c>, <c>34 %</c>, <c>2:10 left</c>.</summary>
internal static class ProgressParts
{
    /// <summary>What is not known is left away; of a training its place stands for its own words.</summary>
    public static IEnumerable<string> Of(StepActivity activity)
    {
        if (activity is { Epoch: { } epoch, Epochs: { } epochs })
            yield return FormattableString.Invariant($"epoch {epoch}/{epochs}");
        if (activity.Done is { } done)
            yield return FormattableString.Invariant($"{Math.Floor(done * 100):0} %");
        if (activity.SecondsLeft is { } left)
            yield return $"{Numbers.Clock(TimeSpan.FromSeconds(left))} left";
        if (activity.Epoch is null && activity.Text.Length > 0)
            yield return activity.Text;
    }
}
