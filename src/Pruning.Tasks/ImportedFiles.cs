using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Pruning.Tasks;

/// <summary>
/// The user's files that a project imports and that may hold declarations of ours: MSBuild takes a wildcard in them for a file pattern and drops
/// the item, so the engine has to look at the text.
/// </summary>
internal sealed class ImportedFiles
{
    private static readonly Regex Declaration = new("<(Gate|SparsityTarget|KeepLayer|LayerSparsity)\\s", RegexOptions.IgnoreCase);

    private readonly string _projectFolder;
    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);
    private bool _isIncomplete;

    private ImportedFiles(string project) => _projectFolder = Path.GetDirectoryName(project)! + Path.DirectorySeparatorChar;

    /// <summary>Full paths, sorted; the project itself is not among them.</summary>
    /// <param name="implied">What is imported without the project saying so, such as its <c>Directory.Build.props</c>; files that do not exist are none.</param>
    /// <param name="globalProperties">Those of the build, for imports that only MSBuild can evaluate.</param>
    public static IReadOnlyList<string> Of(string project, IEnumerable<string> implied, IDictionary<string, string> globalProperties)
    {
        var files = new ImportedFiles(project);
        foreach (var file in implied.Where(file => file.Length > 0).Prepend(project))
            files.Visit(FullPath.Of(files._projectFolder, file));
        // A path that depends on properties: an evaluation takes a fifth of a second, so only these projects pay for it.
        if (files._isIncomplete)
            files._seen.UnionWith(Evaluated(project, globalProperties));
        files._seen.Remove(FullPath.Of(files._projectFolder, project));
        return files._seen.Where(Declares).OrderBy(file => file, StringComparer.Ordinal).ToList();
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
                Visit(FullPath.Of(Path.GetDirectoryName(file)!, path.Replace('\\', Path.DirectorySeparatorChar)));
        }
    }

    private static IEnumerable<string> Imports(string file)
    {
        try
        {
            using var reader = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XDocument.Load(reader).Descendants()
                .Where(element => element.Name.LocalName == "Import" && element.Attribute("Sdk") is null)
                .Select(element => element.Attribute("Project")?.Value ?? "").Where(path => path.Length > 0).ToList();
        }
        catch (XmlException)
        {
            // MSBuild has read it, or will say what is wrong with it.
            return [];
        }
    }

    private static bool Declares(string file) => Declaration.IsMatch(File.ReadAllText(file));

    // Microsoft.Build is there wherever a task runs, but there is no package of it for all hosts that this one is compiled for.
    private static IEnumerable<string> Evaluated(string project, IDictionary<string, string> globalProperties)
    {
        var type = Type.GetType("Microsoft.Build.Evaluation.ProjectCollection, Microsoft.Build, Version=15.1.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a", throwOnError: true)!;
        using var collection = (IDisposable)Activator.CreateInstance(type, globalProperties)!;
        var loaded = type.GetMethod("LoadProject", [typeof(string)])!.Invoke(collection, [project])!;
        var imports = (IEnumerable)loaded.GetType().GetProperty("Imports")!.GetValue(loaded)!;
        return imports.Cast<object>()
            .Where(import => import.GetType().GetProperty("SdkResult")?.GetValue(import) is null)
            .Select(import => import.GetType().GetProperty("ImportedProject")!.GetValue(import)!)
            .Select(root => (string)root.GetType().GetProperty("FullPath")!.GetValue(root)!).ToList();
    }
}
