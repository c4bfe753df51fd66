using Pruning.Pipeline.Status;

namespace Pruning.DotnetTool.Terminal;

/// <summary>
/// How far a step is, in parts of a line, the most important first: <c>epoch 12/36</c>, <c>2:10 left, all 5:20</c> (the
/// step, the whole build), <c>34 %</c>.
/// </summary>
internal static class ProgressParts
{
    /// <summary>What is not known is left away; of a training its place stands for its own words.</summary>
    public static IEnumerable<string> Of(StepActivity activity)
    {
        if (activity is { Epoch: { } epoch, Epochs: { } epochs })
            yield return FormattableString.Invariant($"epoch {epoch}/{epochs}");
        if (Left(activity.SecondsLeft, activity.WholeSecondsLeft) is { } left)
            yield return left;
        if (activity.Done is { } done)
            yield return FormattableString.Invariant($"{Math.Floor(done * 100):0} %");
        if (activity.Epoch is null && activity.Text.Length > 0)
            yield return activity.Text;
    }

    // Of the last step both are the same.
    private static string? Left(double? step, double? whole) =>
        (step, whole) switch
        {
            ({ } here, { } all) when all >= here + 1 => $"{Clock(here)} left, all {Clock(all)}",
            ({ } here, _) => $"{Clock(here)} left",
            (null, { } all) => $"{Clock(all)} left in all",
            _ => null,
        };

    private static string Clock(double seconds) => Numbers.Clock(TimeSpan.FromSeconds(seconds));
}
