using Pruning.Pipeline.Status;
using Pruning.Training;

namespace Pruning.DotnetTool.Output;

/// <summary>A build as its watcher sees it: what <c>watch --format json</c> writes.</summary>
/// <param name="Status">What the engine says.</param>
/// <param name="IsAlive">Whether the build goes on. One that was killed cannot say that it ended.</param>
/// <param name="SecondsLeft">Estimate for the running step and for all trainings that come after it; null where there is none yet.</param>
/// <param name="Trainings">All epochs so far of each training.</param>
internal sealed record WatchedBuild(RunStatus Status, bool IsAlive, double? SecondsLeft, IReadOnlyList<WatchedTraining> Trainings)
{
    public static WatchedBuild Of(RunStatus status, DateTimeOffset now)
    {
        WatchedTraining[] trainings = [.. status.Steps.Where(step => step.Log is not null).Select(step => new WatchedTraining(step.Step, RunStatusFile.ReadLog(step.Log!)))];
        return new WatchedBuild(status, status.IsAlive(now), Left(status, now, trainings), trainings);
    }

    /// <summary>The steps that still have to be done, without the one that runs.</summary>
    public IEnumerable<StepStatus> Next => Status.Steps.Where(step => step.State == StepState.Pending);

    // An epoch of what comes takes about as long as one of what is there; after the cut it is shorter.
    private static double? Left(RunStatus status, DateTimeOffset now, WatchedTraining[] trainings)
    {
        if (status.Activity is not { SecondsLeft: { } left } activity)
            return null;
        left = Math.Max(0, left - (now - status.Updated).TotalSeconds);
        var toCome = status.Steps.Where(step => step.State == StepState.Pending).Sum(step => step.Epochs);
        if (toCome == 0)
            return left;
        return Pace(status, activity, left, trainings) is { } pace ? left + (toCome * pace) : null;
    }

    // Seconds an epoch.
    private static double? Pace(RunStatus status, StepActivity activity, double left, WatchedTraining[] trainings) =>
        activity is { Epochs: { } epochs, Done: { } done and < 1 }
            ? left / ((1 - done) * epochs)
            : status.Steps.LastOrDefault(step => step is { Seconds: > 0, Epochs: > 0 } && trainings.Any(training => training.Step == step.Step)) is { } last ? last.Seconds / last.Epochs : null;
}

/// <summary>A training of a build.</summary>
internal sealed record WatchedTraining(string Step, IReadOnlyList<EpochRecord> Epochs);
