using System.Collections.Immutable;
using System.Diagnostics;
using Pruning.Diagnostics;

namespace Pruning.Pipeline.Executors.Slurm;

/// <summary>The queue of a Slurm cluster, whose controller may be away for a while.</summary>
/// <param name="say">Takes what a person who waits should know.</param>
/// <param name="location">Where messages point: what chose the cluster.</param>
internal sealed class SlurmQueue(
    ISlurmCommands commands,
    SlurmPacing pacing,
    Action<string> say,
    SourceLocation? location
)
{
    // Of jobs that are still to run, or run.
    private const string Living =
        "PENDING,CONFIGURING,RUNNING,SUSPENDED,STOPPED,REQUEUED,RESIZING,SIGNALING,COMPLETING";

    private Stopwatch? _away;

    /// <summary>Submits a job, unless one of its name lives already: an answer may be lost when the job is not.</summary>
    /// <param name="name">Of the job; says which result it makes.</param>
    /// <param name="before">Called before a job is submitted.</param>
    /// <returns>The job's number, and whether it was there already.</returns>
    /// <exception cref="PruneException">PRUNE9101, PRUNE9102, PRUNE9103.</exception>
    public (string Job, bool WasThere) Submit(
        string name,
        ImmutableArray<string> arguments,
        Action before,
        CancellationToken cancellation
    )
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var found = commands.Run(
                "squeue",
                ["--noheader", "--me", $"--name={name}", $"--states={Living}", "--format=%i"]
            );
            if (found.IsGood && Number(found.Output) is { } living)
                return (living, true);
            var answer = found;
            if (found.IsGood)
            {
                before();
                answer = commands.Run("sbatch", arguments);
            }

            if (found.IsGood && answer.IsGood && Number(answer.Output) is { } job)
            {
                _away = null;
                return (job, false);
            }

            if (!answer.IsAway && !answer.IsBusy)
                throw Refused(answer.Reason);
            Missed(answer);
            cancellation.WaitHandle.WaitOne(pacing.Poll);
        }
    }

    /// <summary>Where a job stands.</summary>
    /// <returns>Null where Slurm no longer knows it, with <paramref name="answered"/>; or could not be asked.</returns>
    /// <exception cref="PruneException">PRUNE9102: it could not be asked for too long.</exception>
    public JobState? Ask(string job, out bool answered)
    {
        var answer = commands.Run(
            "squeue",
            ["--noheader", "--states=all", $"--jobs={job}", $"--format={JobState.Format}"]
        );
        answered = answer.IsGood || answer.IsUnknownJob;
        if (!answered)
        {
            Missed(answer);
            return null;
        }

        if (_away is not null)
            say("Slurm's controller answers again");
        _away = null;
        return JobState.Parse(answer.Output, job);
    }

    /// <summary>Takes a job out of the queue, or ends it. Its end is not waited for, and says nothing.</summary>
    public void Cancel(string job)
    {
        try
        {
            commands.Run("scancel", ["--quiet", job]);
        }
        catch (PruneException)
        {
            // The build ends for a reason that it tells; a job that goes on does what the next build takes.
            return;
        }
    }

    private void Missed(CommandAnswer answer)
    {
        if (_away is null)
            say(
                $"{(answer.IsBusy ? "Slurm takes no more jobs for now" : "Slurm's controller does not answer")}: "
                    + $"{answer.Reason}; waiting up to {pacing.Controller.TotalMinutes:0.#} minutes"
            );
        _away ??= Stopwatch.StartNew();
        if (_away.Elapsed < pacing.Controller)
            return;
        throw answer.IsBusy
            ? Refused(answer.Reason)
            : new PruneException(
                Codes.ClusterUnreachable,
                $"Slurm's controller has not answered for {pacing.Controller.TotalMinutes:0.#} minutes: "
                    + $"{answer.Reason}. What was finished is kept, and a job that runs may still finish its stage. Look "
                    + $"with 'scontrol ping', and build again when it answers; the build finds the job, or what it made.",
                location
            );
    }

    private PruneException Refused(string reason) =>
        new(
            Codes.JobRefused,
            $"Slurm does not take the job: {reason}. Nothing of this stage runs. Check SlurmPartition, SlurmAccount, "
                + $"SlurmGres and SlurmConstraint with 'sinfo', wait until fewer of your jobs are in the queue, or set "
                + $"PruningExecutor to 'local'.",
            location
        );

    // "12", or "12;cluster" of sbatch --parsable; of several the first.
    private static string? Number(string output) =>
        output.Split(['\n', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            is [var first, ..]
        && first.All(char.IsAsciiDigit)
            ? first
            : null;
}
