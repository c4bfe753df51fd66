using System.Collections.Immutable;
using Pruning.Evaluation.Gates;

namespace Pruning.DotnetTool.Output;

/// <summary>What <c>accept</c> recorded.</summary>
/// <param name="Path">The locked baseline's file.</param>
/// <param name="Pictures">
/// The file beside it, which belongs to it; null where the pictures are too many to keep.
/// </param>
/// <param name="Changes">Today's values against the old ones, where there were comparable ones.</param>
/// <param name="Held">What the accuracies are good for.</param>
/// <param name="Undo">Commands that take it back.</param>
internal sealed record AcceptOutput(
    string Path,
    string? Pictures,
    LockedBaseline Baseline,
    LockedComparison? Changes,
    ImmutableArray<HeldMetric> Held,
    ImmutableArray<string> Undo
);
