using System.Collections.Immutable;

namespace Pruning.Pipeline.Options;

/// <summary>One item type of a <c>.pruneproj</c>.</summary>
/// <param name="Includes">What <c>Include</c> names, in words.</param>
public sealed record ItemKind(string Type, string Includes, string Help, ImmutableArray<MetadataName> Metadata);
