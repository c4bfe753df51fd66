using Pruning.Pipeline.Previews;

namespace Pruning.DotnetTool.Output;

/// <summary>What <c>status --format json</c> writes.</summary>
/// <param name="Standing">What there is of the project.</param>
/// <param name="Build">The build that runs, or the last one; null where there was none.</param>
internal sealed record ProjectStatus(ProjectStanding Standing, WatchedBuild? Build);
