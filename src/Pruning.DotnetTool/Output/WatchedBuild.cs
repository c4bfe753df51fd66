using Pruning.Pipeline.Status;
using Pruning.Training;

namespace Pruning.DotnetTool.Output;

/// <summary>A build as its watcher sees it: what <c>watch --format json</c> writes.</summary>
/// <param name="Status">What the engine says.</param>
/// <param name="IsAlive">Whether the build goes on. One that was killed cannot say that it ended.</param>
/// <param name="SecondsLeft">Estimate for all that is still to do; null where there is none yet.</param>
/// <param name="Trainings">All epochs so far of each training.</param>
internal sealed record WatchedBuild(
    RunStatus Status,
    bool IsAlive,
    double? SecondsLeft,
    IReadOnlyList<WatchedTraining> Trainings
)
{
    public static WatchedBuild Of(RunStatus status, DateTimeOffset now)
    {
        WatchedTraining[] trainings =
        [
            .. status
                .Steps.Where(step => step.Log is not null)
                .Select(step => new WatchedTraining(step.Step, RunStatusFile.ReadLog(step.Log!))),
        ];
        return new WatchedBuild(status, status.IsAlive(now), status.SecondsLeftAt(now), trainings);
    }

    /// <summary>The steps that still have to be done, without the one that runs.</summary>
    public IEnumerable<StepStatus> Next => Status.Steps.Where(step => step.State == StepState.Pending);
}

/// <summary>A training of a build.</summary>
internal sealed record WatchedTraining(string Step, IReadOnlyList<EpochRecord> Epochs);
