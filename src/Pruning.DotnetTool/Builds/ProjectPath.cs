using Pruning.Diagnostics;

namespace Pruning.DotnetTool.Builds;

/// <summary>
/// Which project a command line means: a file, or the only model project of a folder, as for <c>dotnet build</c>.
/// </summary>
internal static class ProjectPath
{
    private const string Pattern = "*.pruneproj";

    /// <param name="stated">A file or a folder.</param>
    /// <returns>The project's path; a file that does not exist as it was stated.</returns>
    /// <exception cref="PruneException">PRUNE0002: the folder has no model project, or several.</exception>
    public static string Find(string stated)
    {
        if (!Directory.Exists(stated))
            return stated;
        return Directory.GetFiles(stated, Pattern).Order(StringComparer.Ordinal).ToList() switch
        {
            [var only] => only,
            [] => throw Unclear(
                stated,
                "has no .pruneproj. Give a project, or the folder of one; 'dotnet prune new' writes a first one."
            ),
            var several => throw Unclear(
                stated,
                $"has several projects: {string.Join(", ", several.Select(Path.GetFileName))}. Give one of them."
            ),
        };
    }

    private static PruneException Unclear(string folder, string what) =>
        new(
            Codes.UnreadableProject,
            $"Which project to build is not clear: the folder '{Path.GetFullPath(folder)}' {what}",
            new SourceLocation(folder)
        );
}
