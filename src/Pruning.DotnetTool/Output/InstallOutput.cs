using System.Collections.Immutable;

namespace Pruning.DotnetTool.Output;

/// <summary>What <c>doctor --install</c> tells.</summary>
/// <param name="Commands">That were run, in order; empty where nothing was missing.</param>
internal sealed record InstallOutput(ImmutableArray<string> Commands);
