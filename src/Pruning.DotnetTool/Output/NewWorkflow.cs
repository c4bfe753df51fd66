using System.Collections.Immutable;

namespace Pruning.DotnetTool.Output;

/// <summary>A workflow for a project that was there.</summary>
/// <param name="Path">Full path of the .pruneproj.</param>
/// <param name="Files">Full paths of all that was written, the workflow first.</param>
internal sealed record NewWorkflow(string Path, ImmutableArray<string> Files);
