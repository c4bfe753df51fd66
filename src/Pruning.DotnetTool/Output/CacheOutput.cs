using System.Collections.Immutable;
using Pruning.Pipeline.Store;

namespace Pruning.DotnetTool.Output;

/// <summary>Entries of the stage store.</summary>
/// <param name="Bytes">Of all of them.</param>
/// <param name="UnfinishedBytes">Of what builds that were stopped or killed left.</param>
internal sealed record CacheOutput(
    string Path,
    long Bytes,
    ImmutableArray<StoreListing> Entries,
    int Unfinished,
    long UnfinishedBytes
)
{
    public static CacheOutput Of(string root, ImmutableArray<StoreListing> entries)
    {
        var (count, bytes) = StoreContents.UnfinishedWork(root);
        return new(root, entries.Sum(entry => entry.Bytes), entries, count, bytes);
    }
}
