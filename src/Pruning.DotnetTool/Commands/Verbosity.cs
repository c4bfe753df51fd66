namespace Pruning.DotnetTool.Commands;

/// <summary>How much a verb says while it works.</summary>
internal enum Verbosity
{
    Normal,
    Quiet,
    Detailed,
}
