using Pruning.DotnetTool.Output;
using Pruning.Pipeline;

namespace Pruning.DotnetTool.Projects;

/// <summary>
/// The files of a new project: the same that <c>dotnet new pruneproj</c> writes, for a dataset that was looked at.
/// </summary>
internal static class NewProjectFiles
{
    private const string Sdk = "Pruning.Tasks";

    /// <summary>Full paths and texts; the project is the first.</summary>
    /// <param name="app">
    /// Whether an app that ships the model is among them, with a global.json for both projects where none counts there
    /// yet.
    /// </param>
    /// <param name="source">
    /// A folder or an address of packages that a NuGet.config is to name; null where none is needed.
    /// </param>
    public static IReadOnlyList<KeyValuePair<string, string>> Make(NewProject project, bool app, string? source)
    {
        var folder = Path.GetDirectoryName(project.Path)!;
        var (known, global) = (GlobalJson.VersionOf(Sdk, folder), app && GlobalJson.Nearest(folder) is null);
        var version = known ?? EngineIdentity.Version;
        var template = new ProjectTemplate(
            project.Name,
            new Dictionary<string, string>(project.TemplateValues(), StringComparer.Ordinal)
            {
                ["PRUNING_TASKS_SDK"] = known is not null || global ? Sdk : $"{Sdk}/{version}",
                ["PRUNING_TASKS_VERSION"] = version,
                ["PACKAGE_SOURCE"] = source ?? "",
            }
        );
        List<KeyValuePair<string, string>> files = [new(project.Path, template.ModelProject)];
        if (app)
            files.AddRange(
                template.App.Select(file =>
                    KeyValuePair.Create(Path.GetFullPath(Path.Combine(folder, file.Key)), file.Value)
                )
            );
        if (global)
            files.Add(new(Path.Combine(folder, GlobalJson.FileName), template.GlobalJson));
        if (source is not null)
            files.Add(new(PackageSource.ConfigIn(folder), template.NuGetConfig));
        return files;
    }
}
