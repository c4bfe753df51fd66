namespace Pruning.DotnetTool.Commands;

/// <summary>How a verb writes its result.</summary>
internal enum OutputFormat
{
    Text,
    Json,
}
