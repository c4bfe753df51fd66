using System.Security.Cryptography;
using System.Text;
using Pruning.Diagnostics;
using Pruning.DotnetTool.Projects;
using Pruning.Reporting;

namespace Pruning.DotnetTool.Workflows;

/// <summary>A model project as a workflow names it: by paths from the repository, with slashes.</summary>
/// <param name="Path">Full path of the .pruneproj; it need not be there yet.</param>
/// <param name="Root">The repository that holds it, or its own folder where there is none.</param>
internal sealed record WorkflowProject(string Path, SourceRoot Root)
{
    // An expression or a variable to one host or another, or the end of a line.
    private const string Unfit = "$`";

    public static WorkflowProject Of(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var project = new WorkflowProject(full, SourceRoot.Find(full));
        if (
            project.Model.FirstOrDefault(letter =>
                char.IsControl(letter) || Unfit.Contains(letter, StringComparison.Ordinal)
            )
            is not '\0'
                and var bad
        )
            throw new PruneException(
                Codes.UnfitForWorkflow,
                $"The path '{project.Model}' has the letter {(char.IsControl(bad) ? $"U+{(int)bad:X4}" : $"'{bad}'")}, "
                    + $"which CI takes for the start of a variable or a command, so a workflow would build something "
                    + $"else. Rename the file or folder.",
                new SourceLocation(full)
            );
        return project;
    }

    /// <summary>The project file from the root.</summary>
    public string Model => Root.Relative(Path)!;

    /// <summary>Its folder from the root; <c>.</c> for the root itself.</summary>
    public string Folder => Root.Relative(System.IO.Path.GetDirectoryName(Path)!) ?? ".";

    /// <summary>What people call it.</summary>
    public string Title => $"{System.IO.Path.GetFileNameWithoutExtension(Path)} model";

    /// <summary>
    /// Names artifacts, jobs and caches: <c>detector-model</c>. Another one for each project of a repository, of letters,
    /// digits and hyphens only.
    /// </summary>
    public string Slug
    {
        get
        {
            var parts = System.IO.Path.ChangeExtension(Model, null).Split('/');
            // Detector/Detector.pruneproj is 'detector'.
            var words = parts
                .Where((part, i) => i == 0 || !part.Equals(parts[i - 1], StringComparison.OrdinalIgnoreCase))
                .SelectMany(Words)
                .ToList();
            // In another script.
            if (words.Count == 0)
                words.Add(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Model)))[..8]);
            return string.Join('-', words.Append("model"));
        }
    }

    /// <summary>The global.json of the repository that says which SDK to take, from the root; null for none.</summary>
    public string? SdkSettings =>
        GlobalJson.SdkIn(System.IO.Path.GetDirectoryName(Path)!) is not null
        && GlobalJson.Nearest(System.IO.Path.GetDirectoryName(Path)!) is { } settings
            ? Root.Relative(settings)
            : null;

    private static string[] Words(string text) =>
        string.Concat(text.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : ' '))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
