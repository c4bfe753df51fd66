using Pruning.DotnetTool.Terminal;

namespace Pruning.DotnetTool.Output;

/// <summary>
/// Says in a line what changed of a build, where there is no terminal to redraw: each epoch of a training, and of
/// anything else the step and each fifth of it.
/// </summary>
internal sealed class WatchAnnouncer(Action<string> say)
{
    // Steps that take minutes without epochs: a line for each fifth.
    private const int Parts = 5;

    private string _said = "";

    public void Tell(WatchedBuild build)
    {
        var epochs = build.Status.Activity is { Epoch: not null } activity
            ? build.Trainings.FirstOrDefault(training => training.Step == activity.Step)?.Epochs
            : null;
        var place =
            build.Status.Activity is { } current && build.IsAlive
                ? $"{current.Step} {epochs?.Count} {(current.Epoch is null ? (int)(Parts * (current.Done ?? 0)) : 0)}"
                : WatchText.Headline(build);
        if (place == _said)
            return;
        _said = place;
        var accuracy = epochs is [.., { Map5095: { } last }] ? $", mAP50-95 {Numbers.Metric(last)}" : "";
        say(PlainTextWriter.Line($"{build.Status.Name}: {WatchText.Headline(build)}{accuracy}"));
    }
}
