using System.Text.Json;
using Pruning.Diagnostics;
using Pruning.Pipeline;
using Pruning.Pipeline.Status;

namespace Pruning.DotnetTool.Builds;

/// <summary>The folders in which builds of a project say how far they are: one a configuration.</summary>
/// <param name="Project">Full path of the project file.</param>
/// <param name="Folder">Of the configuration that was asked for.</param>
/// <param name="Intermediate">What holds those of all configurations.</param>
internal sealed record BuildOutputs(string Project, string Folder, string Intermediate)
{
    private const string OutputProperty = "PruningOutputDirectory";
    private const string IntermediateProperty = "BaseIntermediateOutputPath";

    // obj/<configuration>/<framework>/<runtime>/pruning is the deepest that the SDK makes.
    private static readonly EnumerationOptions Search = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 4,
        IgnoreInaccessible = true,
    };

    /// <summary>Has MSBuild say where they are. Nothing is written, and nothing restored.</summary>
    /// <exception cref="PruneException">PRUNE0002: there is no such project, or MSBuild refuses it.</exception>
    public static BuildOutputs Of(
        string project,
        IReadOnlyList<string> properties,
        Action<string> say,
        CancellationToken cancellation
    )
    {
        var answer = JsonDocument
            .Parse(
                MSBuildQuestion.Ask(
                    project,
                    [$"-getProperty:{OutputProperty}", $"-getProperty:{IntermediateProperty}"],
                    properties,
                    say,
                    cancellation
                )
            )
            .RootElement.GetProperty("Properties");
        if (answer.GetProperty(OutputProperty).GetString() is not { Length: > 0 } folder)
            throw MSBuildQuestion.Refused(
                project,
                $"it does not import the Pruning.Tasks SDK (it sets no {OutputProperty})"
            );
        var path = Path.GetFullPath(project);
        return new BuildOutputs(
            path,
            folder,
            Path.GetFullPath(
                Path.Combine(Path.GetDirectoryName(path)!, answer.GetProperty(IntermediateProperty).GetString() ?? "")
            )
        );
    }

    /// <summary>Where a project's builds of the same configuration report.</summary>
    public static BuildOutputs Of(ProjectRequest request) =>
        new(request.ProjectPath, request.OutputDirectory, request.OutputDirectory);

    /// <summary>
    /// What the build says that runs now, whatever its configuration; where none runs, the last one's; null where there
    /// was none.
    /// </summary>
    public RunStatus? Latest(DateTimeOffset now) =>
        Paths()
            .Select(RunStatusFile.TryRead)
            .OfType<RunStatus>()
            .Where(status => status.Project == Project)
            .OrderBy(status => status.IsAlive(now))
            .ThenBy(status => status.Updated)
            .LastOrDefault();

    private IEnumerable<string> Paths()
    {
        var asked = RunStatusFile.PathIn(Folder);
        return Directory.Exists(Intermediate)
            ? Directory.EnumerateFiles(Intermediate, RunStatusFile.FileName, Search).Append(asked).Distinct()
            : [asked];
    }
}
