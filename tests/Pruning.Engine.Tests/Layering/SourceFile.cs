using System.Text.RegularExpressions;

namespace Pruning.Layering;

/// <summary>A C# file as far as it tells which namespaces it uses.</summary>
/// <param name="Path">From the project's folder, with slashes.</param>
/// <param name="Text">All of it.</param>
internal sealed partial record SourceFile(string Path, string Text)
{
    /// <summary>Without comments: a type that only they name is not used.</summary>
    public string Code { get; } = Comment().Replace(Text, "");

    /// <summary>Empty for one that declares none.</summary>
    public string Namespace => Declared().Match(Text).Groups[1].Value;

    /// <summary>Namespaces of its using directives, aliases and static ones included.</summary>
    public IEnumerable<string> Usings => Using().Matches(Code).Select(match => match.Groups[1].Value);

    /// <summary>Names with dots, such as <c>Options.PruneOptions</c>; those of members are among them.</summary>
    public IEnumerable<string> QualifiedNames => Qualified().Matches(Code).Select(match => match.Value).Distinct();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Declared();

    [GeneratedRegex(@"^(?:global )?using (?:static |\w+ = )?([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*(?:\.[A-Z]\w*)+")]
    private static partial Regex Qualified();
}
