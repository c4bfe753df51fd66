using System.Diagnostics.CodeAnalysis;
using Pruning.DotnetTool.Builds;
using Pruning.DotnetTool.Output;
using Pruning.Pipeline.Status;

namespace Pruning.DotnetTool.Terminal;

/// <summary>Follows a project's build from outside: it reads what the engine writes, and touches nothing.</summary>
/// <param name="outputs">Where to look.</param>
/// <param name="time">The clock.</param>
internal sealed class BuildWatch(BuildOutputs outputs, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(0.5);

    /// <summary>How it is now; null where there never was a build.</summary>
    public WatchedBuild? Now() => Seen(outputs.Latest(time.GetUtcNow()));

    /// <summary>Waits for a build, and follows it to its end.</summary>
    /// <param name="waiting">Told once, with how the last one ended or null, where none runs.</param>
    /// <param name="show">Told of each change, and of the end.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public WatchedBuild Follow(Action<WatchedBuild?> waiting, Action<WatchedBuild> show, CancellationToken cancellation)
    {
        var status = outputs.Latest(time.GetUtcNow());
        if (!IsAlive(status))
            waiting(Seen(status));
        // A build that ran between two looks has ended already, but began later.
        var since = status?.Started;
        while (status is null || (!IsAlive(status) && status.Started == since))
            status = Next(cancellation);
        // Only what is shown is read in full: a status names the histories of all its trainings.
        DateTimeOffset shown = default;
        while (IsAlive(status))
        {
            if (status.Updated != shown)
                show(Seen(status));
            shown = status.Updated;
            status = Next(cancellation) ?? status;
        }

        var end = Seen(status);
        show(end);
        return end;
    }

    /// <summary>Waits until no build runs; not at all where none does.</summary>
    /// <param name="waiting">Told of it at each look, and whether it is the first.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void UntilNoneRuns(Action<RunStatus, bool> waiting, CancellationToken cancellation)
    {
        var isFirst = true;
        for (var status = outputs.Latest(time.GetUtcNow()); IsAlive(status); status = Next(cancellation))
        {
            waiting(status, isFirst);
            isFirst = false;
        }
    }

    private bool IsAlive([NotNullWhen(true)] RunStatus? status) => status?.IsAlive(time.GetUtcNow()) == true;

    [return: NotNullIfNotNull(nameof(status))]
    private WatchedBuild? Seen(RunStatus? status) => status is null ? null : WatchedBuild.Of(status, time.GetUtcNow());

    private RunStatus? Next(CancellationToken cancellation)
    {
        cancellation.WaitHandle.WaitOne(Poll);
        cancellation.ThrowIfCancellationRequested();
        return outputs.Latest(time.GetUtcNow());
    }
}
