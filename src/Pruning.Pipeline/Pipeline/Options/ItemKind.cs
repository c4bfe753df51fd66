using System.Collections.Immutable;

namespace Pruning.Pipeline.Options;

/// <summary>One item type of a <c>.pruneproj</c>.</summary>
/// <param name="Includes">What <c>Include</c> names, in words.</param>
public sealed record ItemKind(string Type, string Includes, string Help, ImmutableArray<MetadataName> Metadata)
{
    /// <summary>Whether wildcards in <c>Include</c> stand for files, as in other projects; otherwise they are text.</summary>
    public bool NamesFiles { get; init; }
}
