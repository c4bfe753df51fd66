using System.Text.RegularExpressions;

namespace Pruning.Reporting;

/// <summary>
/// The folder that reports name files by, so that they read the same on every machine: the repository that holds the
/// project, or the project's folder where there is none.
/// </summary>
public sealed partial class SourceRoot
{
    private SourceRoot(string folder, bool isRepository) => (Folder, IsRepository) = (folder, isRepository);

    /// <summary>Its full path.</summary>
    public string Folder { get; }

    /// <summary>Whether it is a repository's, and not just the project's own.</summary>
    public bool IsRepository { get; }

    public static SourceRoot Find(string projectPath)
    {
        var own = Path.GetDirectoryName(Path.GetFullPath(projectPath))!;
        for (var folder = own; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            // A file in work trees and submodules.
            var git = Path.Combine(folder, ".git");
            if (Directory.Exists(git) || File.Exists(git))
                return new SourceRoot(folder, isRepository: true);
        }

        return new SourceRoot(own, isRepository: false);
    }

    /// <summary>The path from here, with slashes; null for a file elsewhere.</summary>
    public string? Relative(string path)
    {
        var relative = Path.GetRelativePath(Folder, path).Replace('\\', '/');
        return
            relative is "." or ".."
            || relative.StartsWith("../", StringComparison.Ordinal)
            || Path.IsPathRooted(relative)
            ? null
            : relative;
    }

    /// <summary>
    /// A message without folders of this machine: files inside by their path from here, others by their last folder and
    /// name.
    /// </summary>
    public string Relieve(string message)
    {
        var own =
            Folder.Length > 1
                ? message.Replace(Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)
                : message;
        return QuotedFullPath().Replace(own, "'…/$1'");
    }

    [GeneratedRegex(@"'(?:/|[A-Za-z]:[\/])[^'\n]*?[\/]?([^'\/\n]+[\/][^'\/\n]+)'", RegexOptions.CultureInvariant)]
    private static partial Regex QuotedFullPath();
}
