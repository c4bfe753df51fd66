namespace Pruning.DotnetTool.Workflows;

/// <summary>The files that have a host build a model: the workflow, and the list of tools where there is none.</summary>
internal static class WorkflowFiles
{
    /// <summary>Full paths and texts; the workflow is the first.</summary>
    /// <param name="stated">Another place for the workflow than where its host looks; null for that.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Make(
        WorkflowProject project,
        WorkflowHost host,
        string? stated
    )
    {
        List<KeyValuePair<string, string>> files =
        [
            new(stated is null ? PlaceOf(project, host) : Path.GetFullPath(stated), WorkflowText.Of(project, host)),
        ];
        var manifest = Manifest(project);
        if (!manifest.IsThere)
            files.Add(new(manifest.Path, ToolManifest.Text));
        return files;
    }

    /// <summary>What is left to do by hand, each in a sentence.</summary>
    public static IEnumerable<string> Notes(WorkflowProject project)
    {
        if (!project.Root.IsRepository)
            yield return $"'{project.Root.Folder}' is in no git repository: the workflow takes it for the "
                + "repository's own folder.";
        var manifest = Manifest(project);
        if (manifest is { IsThere: true, HasTool: false })
            yield return $"'{manifest.Path}' does not have dotnet prune, which the workflow restores from there: run "
                + "'dotnet tool install Pruning.DotnetTool --prerelease' beside the project.";
    }

    private static (string Path, bool IsThere, bool HasTool) Manifest(WorkflowProject project) =>
        ToolManifest.Find(Path.GetDirectoryName(project.Path)!, project.Root.Folder);

    // Where each host looks for it.
    private static string PlaceOf(WorkflowProject project, WorkflowHost host) =>
        Path.Combine(
            project.Root.Folder,
            host switch
            {
                WorkflowHost.GitHub => Path.Combine(".github", "workflows", $"{project.Slug}.yml"),
                WorkflowHost.Azure => "azure-pipelines.yml",
                _ => ".gitlab-ci.yml",
            }
        );
}
