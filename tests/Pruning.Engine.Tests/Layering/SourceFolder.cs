using System.Text.RegularExpressions;

namespace Pruning.Layering;

/// <summary>A folder of the engine with the files that lie in it itself; its name is the namespace below Pruning.</summary>
internal sealed partial record SourceFolder(string Name, IReadOnlyList<SourceFile> Files)
{
    /// <summary>Types that its files declare.</summary>
    public IReadOnlySet<string> Types { get; } =
        Files
            .SelectMany(file => Declaration().Matches(file.Code).Select(match => match.Groups[1].Value))
            .ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"^(?:[a-z]+ )*(?:class|record struct|record|struct|interface|enum) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
