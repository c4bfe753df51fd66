using Pruning.Evaluation.Gates;

namespace Pruning.DotnetTool.Output;

/// <summary>What <c>accept</c> recorded.</summary>
/// <param name="Path">The locked baseline's file.</param>
/// <param name="Changes">Today's values against the old ones, where there were comparable ones.</param>
internal sealed record AcceptOutput(string Path, LockedBaseline Baseline, LockedComparison? Changes);
