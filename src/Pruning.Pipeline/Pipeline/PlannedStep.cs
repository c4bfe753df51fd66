using System.Collections.Immutable;
using Pruning.Pipeline.Store;

namespace Pruning.Pipeline;

/// <summary>A step with its fingerprint, before anything runs.</summary>
/// <param name="Fingerprint">A skipped step has its upstream's.</param>
/// <param name="Inputs">What the fingerprint covers.</param>
/// <param name="Entry">The stored result, verified; null where there is none.</param>
/// <param name="Outcome">
/// What the run will find: <see cref="StageOutcome.Ran"/> for what has to be done, <see cref="StageOutcome.Fetched"/>
/// for what the remote cache has.
/// </param>
public sealed record PlannedStep(
    IStage Stage,
    Fingerprint Fingerprint,
    ImmutableArray<KeyValuePair<string, string>> Inputs,
    StoreEntry? Entry = null,
    StageOutcome Outcome = StageOutcome.NotNeeded
)
{
    /// <summary>
    /// Whether another machine may do it. What depends on this machine's processor, such as a cut under a time, may not.
    /// </summary>
    public bool MayRunElsewhere => Stage.MayRunElsewhere && Inputs.All(input => input.Key != StageInputs.ProcessorName);
}
