using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security;
using System.Text.RegularExpressions;
using Pruning.Tasks;

namespace Pruning.DotnetTool.Projects;

/// <summary>
/// The template of <c>dotnet new pruneproj</c>, which this program carries, so that <c>dotnet prune new</c> writes the
/// same files. Names stand in it as <c>Detector-1.x</c>, which the template engine turns into what a namespace and a
/// class may be called, and values as words in capitals.
/// </summary>
internal sealed partial class ProjectTemplate
{
    private const string Resources = "template/";
    private const string Name = "Detector-1.x";
    private const string NameAsNamespace = "Detector_1.x";
    private const string NameAsClass = "Detector_1_x";

    private readonly FrozenDictionary<string, string> _code;
    private readonly FrozenDictionary<string, string> _xml;

    /// <param name="name">Of the model project, without extension.</param>
    /// <param name="values">What the words in capitals stand for.</param>
    public ProjectTemplate(string name, IReadOnlyDictionary<string, string> values)
    {
        var all = values
            .Append(new(Name, name))
            .Append(new(NameAsNamespace, CSharpName.Namespace(name)))
            .Append(new(NameAsClass, CSharpName.Class(name)))
            .ToList();
        _code = all.ToFrozenDictionary(StringComparer.Ordinal);
        _xml = all.ToFrozenDictionary(
            pair => pair.Key,
            pair => SecurityElement.Escape(pair.Value),
            StringComparer.Ordinal
        );
    }

    /// <summary>The model project.</summary>
    public string ModelProject => Filled(Name + ".pruneproj");

    /// <summary>The app's files by their paths from the model project's folder.</summary>
    public ImmutableSortedDictionary<string, string> App =>
        typeof(ProjectTemplate)
            .Assembly.GetManifestResourceNames()
            .Select(resource => resource.Replace('\\', '/'))
            .Where(resource => resource.StartsWith($"{Resources}{Name}.App/", StringComparison.Ordinal))
            .Select(resource => resource[Resources.Length..])
            .ToImmutableSortedDictionary(
                file => file.Replace(Name, _code[Name], StringComparison.Ordinal),
                Filled,
                StringComparer.Ordinal
            );

    /// <summary>Names a source of packages.</summary>
    public string NuGetConfig => Filled("NuGet.config");

    /// <summary>Holds the SDK's version.</summary>
    public string GlobalJson => Filled("global.json");

    // In one pass, for a value may look like a word of the template.
    private string Filled(string file) =>
        Words()
            .Replace(Read(file), word =>
                (file.EndsWith(".cs", StringComparison.Ordinal) ? _code : _xml).GetValueOrDefault(word.Value)
                ?? throw new InvalidOperationException(
                    $"The template's '{file}' has the word '{word.Value}', for which there is no value."
                )
            );

    private static string Read(string file)
    {
        var assembly = typeof(ProjectTemplate).Assembly;
        // Resource names have the separators of the system that compiled.
        var name = assembly
            .GetManifestResourceNames()
            .Single(resource => resource.Replace('\\', '/') == Resources + file);
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"Detector[-_]1[._]x|\b[A-Z]+(_[A-Z]+)+\b")]
    private static partial Regex Words();
}
