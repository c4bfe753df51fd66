using Pruning.Diagnostics;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Store;

namespace Pruning.Pipeline.Executors.Slurm;

/// <summary>What is said of a job that brings no result.</summary>
internal sealed class JobMessages(string job, JobFolder folder, ProjectRequest request)
{
    private SourceLocation Location => request.LocationOf(OptionCatalogue.Executor.Name);

    /// <summary>What the step itself said, at its place in the project.</summary>
    public PruneException Failed(StoredDiagnostic failure) =>
        failure.For(request) is { } known
            ? new PruneException(known)
            : new PruneException(
                Codes.JobWithoutResult,
                $"Slurm job {job} failed with {failure.Code}, which this engine does not know: {failure.Message}",
                Location
            );

    public PruneException CannotRun(string reason, string advice) =>
        new(
            Codes.JobCannotRun,
            $"Slurm took job {job} and can never start it: {reason}. The build has cancelled it. {advice}.",
            Location
        );

    public PruneException Cancelled() =>
        new(
            Codes.JobCancelled,
            $"Somebody cancelled Slurm job {job}, so its stage is not done. Finished epochs are kept. Build again, and "
                + $"another job goes on from there.",
            Location
        );

    public PruneException WithoutResult(JobState? state, JobEvent? last)
    {
        var ended = state is null ? "Slurm no longer knows how it ended" : $"Slurm says {state.State} ({state.Reason})";
        var missing = last is { Kind: JobEventKind.Published }
            ? "It put its result into its own store, which is not this machine's. PruningCacheDir has to be a folder "
                + "that all nodes share, or PruningRemoteCache with PruningRemoteCachePush has to bring results here"
            : "Look into that file, give it more SlurmMemory if it was killed, and build again: finished epochs are "
                + "kept";
        var tail = folder.TailOf(job);
        return new PruneException(
            Codes.JobWithoutResult,
            $"Slurm job {job} has ended, and its result is neither in the store nor in a remote cache: {ended}. The end of "
                + $"'{folder.Path}/job-{job}.log': {(tail.Length > 0 ? tail : "(nothing)")}. {missing}.",
            Location
        );
    }

    public PruneException KeepsStopping(int times, string why) =>
        new(
            Codes.JobKeepsStopping,
            $"A job of this stage was stopped {times} times in a row ({why}), last {job}, and no epoch was finished "
                + $"in between, so another one would not get further. Raise SlurmTime above the time of an epoch, or set "
                + $"another SlurmPartition.",
            Location
        );
}
