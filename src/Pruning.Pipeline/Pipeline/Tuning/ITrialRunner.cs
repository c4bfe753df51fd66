using System.Collections.Immutable;

namespace Pruning.Pipeline.Tuning;

/// <summary>
/// Runs trials that do not wait for one another's results: here one after another, elsewhere perhaps side by side.
/// </summary>
internal interface ITrialRunner
{
    /// <param name="told">Each result as it ends.</param>
    /// <returns>The results in the order of <paramref name="runs"/>.</returns>
    /// <exception cref="Diagnostics.PruneException">What is no trial's own fault.</exception>
    ImmutableArray<TrialResult> Run(
        ImmutableArray<TrialRun> runs,
        Action<TrialResult> told,
        CancellationToken cancellation
    );
}
