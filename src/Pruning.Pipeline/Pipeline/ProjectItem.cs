using System.Collections.Immutable;
using Pruning.Diagnostics;

namespace Pruning.Pipeline;

/// <summary>
/// An item of the project: <c>&lt;Type Include="…" Name="Value" /&gt;</c>. Metadata names ignore case.
/// </summary>
public sealed record ProjectItem(
    string Type,
    string Include,
    ImmutableSortedDictionary<string, string> Metadata,
    SourceLocation Location
)
{
    /// <summary>The metadata's value without surrounding space, or null where it is absent or empty.</summary>
    public string? Find(string name) =>
        Metadata.TryGetValue(name, out var value) && value.Trim() is { Length: > 0 } text ? text : null;
}
