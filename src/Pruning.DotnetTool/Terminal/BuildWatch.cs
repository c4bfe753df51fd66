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
    public WatchedBuild? Now()
    {
        var now = time.GetUtcNow();
        return outputs.Latest(now) is { } status ? WatchedBuild.Of(status, now) : null;
    }

    /// <summary>Waits for a build, and follows it to its end.</summary>
    /// <param name="waiting">Told once, with how the last one ended or null, where none runs.</param>
    /// <param name="show">Told of each change, and of the end.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public WatchedBuild Follow(Action<WatchedBuild?> waiting, Action<WatchedBuild> show, CancellationToken cancellation)
    {
        var build = Now();
        if (build is not { IsAlive: true })
            waiting(build);
        // A build that ran between two looks has ended already, but began later.
        var since = build?.Status.Started;
        while (build is null || (!build.IsAlive && build.Status.Started == since))
            build = Next(cancellation);
        DateTimeOffset shown = default;
        while (true)
        {
            if (build.Status.Updated != shown || !build.IsAlive)
                show(build);
            if (!build.IsAlive)
                return build;
            shown = build.Status.Updated;
            build = Next(cancellation) ?? build;
        }
    }

    private WatchedBuild? Next(CancellationToken cancellation)
    {
        cancellation.WaitHandle.WaitOne(Poll);
        cancellation.ThrowIfCancellationRequested();
        return Now();
    }
}
