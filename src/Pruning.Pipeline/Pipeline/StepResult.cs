using Pruning.Pipeline.Store;

namespace Pruning.Pipeline;

/// <summary>A step after the run.</summary>
/// <param name="Entry">Its files; null where it was not needed.</param>
/// <param name="Elapsed">In this run, or when it was made if it is from the store.</param>
public sealed record StepResult(string Name, StageKind Kind, StageOutcome Outcome, TimeSpan Elapsed, StoreEntry? Entry)
{
    /// <summary>Whether it went on from what an earlier run had done of it.</summary>
    public bool IsPart { get; init; }
}
