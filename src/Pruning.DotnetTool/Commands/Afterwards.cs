namespace Pruning.DotnetTool.Commands;

/// <summary>What becomes of work that was interrupted, in the words of the last line.</summary>
internal static class Afterwards
{
    public const string NextBuild = "what was finished is kept, and the next build goes on from there";

    public const string SameCommand = "what was finished is kept, and the same command goes on from there";
}
