using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml;

namespace Pruning.Tasks;

/// <summary>
/// The user's files that a project imports and that may hold declarations of ours: what they say counts as if the
/// project said it, and messages name their lines.
/// </summary>
internal sealed class ImportedFiles
{
    private readonly Regex _declaration;
    private readonly string _projectFolder;
    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);
    private bool _isIncomplete;

    private ImportedFiles(string project, IEnumerable<string> types)
    {
        _projectFolder = Path.GetDirectoryName(project)! + Path.DirectorySeparatorChar;
        _declaration = new Regex($"<({string.Join("|", types)})[\\s>]", RegexOptions.IgnoreCase);
    }

    /// <summary>Full paths, sorted; the project itself is not among them.</summary>
    /// <param name="implied">
    /// What is imported without the project saying so, such as its <c>Directory.Build.props</c>; files that do not
    /// exist are none.
    /// </param>
    /// <param name="types">Of items that are ours.</param>
    /// <param name="evaluated">The project, for imports that only MSBuild can evaluate.</param>
    public static IReadOnlyList<string> Find(
        string project,
        IEnumerable<string> implied,
        IEnumerable<string> types,
        Lazy<EvaluatedProject> evaluated
    )
    {
        var files = new ImportedFiles(project, types);
        foreach (var file in implied.Where(file => file.Length > 0).Prepend(project))
            files.Visit(FullPath.Resolve(files._projectFolder, file));
        // A path that depends on properties.
        if (files._isIncomplete)
            files._seen.UnionWith(evaluated.Value.Imports);
        files._seen.Remove(FullPath.Resolve(files._projectFolder, project));
        return files._seen.Where(files.Declares).OrderBy(file => file, StringComparer.Ordinal).ToList();
    }

    private void Visit(string file)
    {
        if (!File.Exists(file) || !_seen.Add(file))
            return;
        foreach (var import in Imports(file))
        {
            var path = import
                .Replace("$(MSBuildThisFileDirectory)", Path.GetDirectoryName(file) + Path.DirectorySeparatorChar)
                .Replace("$(MSBuildProjectDirectory)", _projectFolder);
            if (path.IndexOf("$(", StringComparison.Ordinal) >= 0 || path.IndexOfAny(['*', '?', '%']) >= 0)
                _isIncomplete = true;
            else
                Visit(FullPath.Resolve(Path.GetDirectoryName(file)!, path.Replace('\\', Path.DirectorySeparatorChar)));
        }
    }

    private static IEnumerable<string> Imports(string file)
    {
        try
        {
            return ShallowXml
                .Load(file)
                .Descendants()
                .Where(element => element.Name.LocalName == "Import" && element.Attribute("Sdk") is null)
                .Select(element => element.Attribute("Project")?.Value ?? "")
                .Where(path => path.Length > 0)
                .ToList();
        }
        catch (XmlException)
        {
            // MSBuild has read it, or will say what is wrong with it.
            return [];
        }
    }

    private bool Declares(string file) => _declaration.IsMatch(File.ReadAllText(file));
}
