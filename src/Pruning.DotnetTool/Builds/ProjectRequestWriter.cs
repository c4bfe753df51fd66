using Pruning.Diagnostics;

namespace Pruning.DotnetTool.Builds;

/// <summary>
/// Has MSBuild evaluate a project and write down what it asks for: the same file that <c>dotnet build</c> works from.
/// </summary>
internal static class ProjectRequestWriter
{
    private const string RequestProperty = "PruningRequestFile";

    /// <returns>The request file's path.</returns>
    /// <exception cref="PruneException">PRUNE0002: there is no such project, or MSBuild refuses it.</exception>
    public static string Write(
        string project,
        IReadOnlyList<string> properties,
        Action<string> say,
        CancellationToken cancellation
    )
    {
        var path = MSBuildQuestion.Ask(
            project,
            ["-restore", "-t:BeforePruning;PruningWriteRequest", $"-getProperty:{RequestProperty}"],
            properties,
            say,
            cancellation
        );
        if (path.Length == 0 || path.Contains('\n', StringComparison.Ordinal) || !File.Exists(path))
            throw MSBuildQuestion.Refused(
                project,
                $"it does not import the Pruning.Tasks SDK (it sets no {RequestProperty})"
            );
        return path;
    }
}
