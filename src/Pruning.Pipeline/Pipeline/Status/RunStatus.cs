using System.Collections.Immutable;

namespace Pruning.Pipeline.Status;

/// <summary>
/// A build of a project as others see it while it runs: what <c>status.json</c> in its output folder holds. A contract:
/// docs/how-a-build-runs.md.
/// </summary>
/// <param name="Version">Of this format.</param>
/// <param name="Name">The model's name.</param>
/// <param name="Project">Full path of the project file.</param>
/// <param name="ProcessId">The engine's.</param>
/// <param name="Machine">The name of the engine's machine.</param>
/// <param name="Started">When this stage of the build began.</param>
/// <param name="Updated">
/// When this was written: at least every <see cref="RunStatusWriter.Heartbeat"/> while the engine lives.
/// </param>
/// <param name="Message">Why it ended, where it did not end well; else what came of it.</param>
/// <param name="Steps">All steps up to the gates, in order; empty until they are planned.</param>
/// <param name="Activity">What goes on; null before the first step and after the last.</param>
public sealed record RunStatus(
    int Version,
    string Name,
    string Project,
    int ProcessId,
    string Machine,
    DateTimeOffset Started,
    DateTimeOffset Updated,
    RunState State,
    string? Message,
    ImmutableArray<StepStatus> Steps,
    StepActivity? Activity
)
{
    public const int CurrentVersion = 1;

    /// <summary>
    /// Estimate for all that the build still had to do when this was written; null where there is none.
    /// </summary>
    public double? SecondsLeft { get; init; }

    /// <summary>After so long without a sign of life an engine is taken for dead.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    /// <summary>After so long without a next start a build is taken for ended.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>Estimate for all that is still to do; null where there is none, or nothing goes on.</summary>
    public double? SecondsLeftAt(DateTimeOffset now) =>
        IsAlive(now) && (Activity?.WholeSecondsLeft ?? Activity?.SecondsLeft ?? SecondsLeft) is { } left
            ? Math.Max(0, left - (now - Updated).TotalSeconds)
            : null;

    /// <summary>What this build has done so far, in whichever stage.</summary>
    internal ImmutableHashSet<string> DoneSteps =>
        [.. Steps.Where(step => step.State == StepState.Done).Select(step => step.Step)];

    /// <summary>Whether the build goes on, as far as its last sign of life tells.</summary>
    public bool IsAlive(DateTimeOffset now) =>
        State switch
        {
            RunState.Running => now - Updated < Silence,
            RunState.BetweenStages => now - Updated < Pause,
            _ => false,
        };
}
