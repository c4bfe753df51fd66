namespace Pruning.DotnetTool;

/// <summary>Skips where the hosts' own parsers of workflows are missing.</summary>
internal sealed class WorkflowParserTheoryAttribute : TheoryAttribute
{
    public WorkflowParserTheoryAttribute()
    {
        if (!File.Exists(Path.Combine(WorkflowParsers.Folder, ".packages")))
            Skip = "Needs parsers of workflows from npm: 'build/prepare.sh --for-tests' fetches them where npm is.";
    }
}
