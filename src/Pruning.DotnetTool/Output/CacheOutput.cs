using System.Collections.Immutable;
using Pruning.Pipeline.Store;

namespace Pruning.DotnetTool.Output;

/// <summary>Entries of the stage store.</summary>
/// <param name="Bytes">Of all of them.</param>
internal sealed record CacheOutput(string Path, long Bytes, ImmutableArray<StoreListing> Entries)
{
    public static CacheOutput Of(string root, ImmutableArray<StoreListing> entries) => new(root, entries.Sum(entry => entry.Bytes), entries);
}
