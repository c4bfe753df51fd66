namespace Pruning.DotnetTool.Workflows;

/// <summary>Whose CI runs a workflow. The names are those of <c>--ci</c>.</summary>
internal enum WorkflowHost
{
    GitHub,
    Azure,
    GitLab,
}
