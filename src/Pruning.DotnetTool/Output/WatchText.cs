using System.Globalization;
using Pruning.DotnetTool.Terminal;
using Pruning.Pipeline.Status;

namespace Pruning.DotnetTool.Output;

/// <summary>A <see cref="WatchedBuild"/> for people.</summary>
internal static class WatchText
{
    private const int EpochsShown = 6;

    /// <summary>All of it: the steps, the accuracy so far, the last epochs, the time left, what comes next.</summary>
    /// <param name="width">The room, in characters.</param>
    /// <param name="unicode">As <see cref="AccuracyCurve.Lines"/>.</param>
    public static void Write(TextWriter writer, WatchedBuild build, int width, bool unicode)
    {
        writer.WriteLine($"{build.Status.Name}: {Headline(build)}");
        if (build.Status.Steps.IsEmpty)
            return;
        writer.WriteLine();
        Steps(build).Write(writer);
        if (build.Trainings.Any(training => training.Epochs.Any(epoch => epoch.Map5095 is not null)))
            Curve(writer, build, width, unicode);
        if (build.Trainings.LastOrDefault(training => training.Epochs.Count > 0) is { } last)
        {
            writer.WriteLine();
            Epochs(last).Write(writer);
        }

        if (build.IsAlive)
            Outlook(writer, build);
    }

    private static void Curve(TextWriter writer, WatchedBuild build, int width, bool unicode)
    {
        foreach (
            var line in AccuracyCurve
                .Lines(
                    [
                        .. build.Trainings.Select(training =>
                            (training.Step, training.Epochs.Select(epoch => epoch.Map5095).ToArray())
                        ),
                    ],
                    width,
                    unicode
                )
                .Prepend("")
                .Prepend("mAP50-95 on the validation images")
                .Prepend("")
        )
            writer.WriteLine(line);
    }

    /// <summary>Where it stands, in a line.</summary>
    public static string Headline(WatchedBuild build) =>
        build.Status switch
        {
            { State: RunState.Passed, Message: { Length: > 0 } what } => what,
            { State: RunState.Passed } => "the gates passed, and the model is there",
            { State: RunState.GateFailed, Message: { Length: > 0 } why } => $"failed: {why}; no model was written",
            { State: RunState.GateFailed } => "a gate failed: no model was written",
            { State: RunState.Failed } => $"ended with an error. {build.Status.Message}",
            { State: RunState.Stopped } => "stopped; what was finished is kept, and the next build goes on from there",
            _ when !build.IsAlive =>
                $"ended without a word (process {build.Status.ProcessId} on {build.Status.Machine}, last heard "
                    + $"of at "
                    + $"{build.Status.Updated.LocalDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}); what "
                    + $"was finished is kept, and the next build goes on from there",
            { State: RunState.BetweenStages } => "between two stages",
            { Activity: { } activity } => $"{activity.Step} {string.Join(", ", ProgressParts.Of(activity))}".TrimEnd(),
            _ => "looks at what there is to do",
        };

    private static TextTable Steps(WatchedBuild build)
    {
        var table = new TextTable("step", "", "time", "epochs", "best mAP50-95") { LeftAligned = [0, 1] };
        foreach (var step in build.Status.Steps.Where(step => step.State != StepState.NotNeeded))
        {
            var epochs = build.Trainings.FirstOrDefault(training => training.Step == step.Step)?.Epochs;
            table.Add(
                step.Step,
                Word(step.State),
                step is { Seconds: { } seconds, State: not StepState.Pending }
                    ? Numbers.Clock(TimeSpan.FromSeconds(seconds))
                    : "",
                step.Epochs == 0 ? ""
                    : epochs is null ? Numbers.Count(step.Epochs)
                    : $"{epochs.Count}/{step.Epochs}",
                epochs?.Max(epoch => epoch.Map5095) is { } best ? Numbers.Metric(best) : ""
            );
        }

        return table;
    }

    private static TextTable Epochs(WatchedTraining training)
    {
        var table = new TextTable(training.Step, "box", "obj", "cls", "P", "R", "mAP50", "mAP50-95");
        foreach (var epoch in training.Epochs.TakeLast(EpochsShown))
        {
            table.Add(
                $"epoch {epoch.Epoch}",
                Training.TrainingText.Loss(epoch.Losses.Box),
                Training.TrainingText.Loss(epoch.Losses.Objectness),
                Training.TrainingText.Loss(epoch.Losses.Class),
                Numbers.Metric(epoch.Precision),
                Numbers.Metric(epoch.Recall),
                Numbers.Metric(epoch.Map50),
                Numbers.Metric(epoch.Map5095)
            );
        }

        return table;
    }

    private static void Outlook(TextWriter writer, WatchedBuild build)
    {
        writer.WriteLine();
        if (build.SecondsLeft is { } left)
            writer.WriteLine($"about {Numbers.Clock(TimeSpan.FromSeconds(left))} left in all");
        if (build.Next.Any())
            writer.WriteLine($"next: {string.Join(", ", build.Next.Select(step => step.Step))}, gates");
    }

    private static string Word(StepState state) =>
        state switch
        {
            StepState.Pending => "to come",
            StepState.Running => "running",
            StepState.Done => "done",
            StepState.Cached => "up to date",
            StepState.Fetched => "fetched",
            _ => "",
        };
}
