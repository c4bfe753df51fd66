using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Native;
using Pruning.Storage;

namespace Pruning.Pipeline.Store;

/// <summary>
/// What a store's folder holds, for people who look after it. Reads manifests and sizes; verifies nothing.
/// </summary>
public static class StoreContents
{
    // The folders of the root that a build makes again by itself; downloaded weights are not among them.
    private static readonly ImmutableArray<string> Remembered =
    [
        "work",
        "hashes",
        CacheLocation.Paces,
        RememberedLooks.FolderName,
        PatchedCopy.FolderName,
    ];

    /// <summary>Entries, the newest first; none where there is no such folder.</summary>
    public static ImmutableArray<StoreListing> List(string root) =>
        Directory.Exists(root)
            ?
            [
                .. Directory
                    .EnumerateDirectories(root)
                    .Where(IsEntry)
                    .Select(Describe)
                    .OrderByDescending(entry => entry.Written)
                    .ThenBy(entry => entry.Fingerprint, StringComparer.Ordinal),
            ]
            : [];

    /// <summary>
    /// What builds that were stopped or killed left: that many folders, of so many bytes. Builds go on from some of it.
    /// </summary>
    public static (int Count, long Bytes) UnfinishedWork(string root)
    {
        var folders = Unfinished(root).ToList();
        return (folders.Count, folders.Sum(BytesOf));
    }

    /// <summary>
    /// Removes every entry and unfinished work from before <paramref name="before"/>; without one all of them, and
    /// remembered hashes.
    /// </summary>
    /// <returns>The entries that are gone.</returns>
    /// <exception cref="PruneException">
    /// PRUNE9020: a build is using the store; PRUNE9002: it cannot be written to.
    /// </exception>
    public static ImmutableArray<StoreListing> Clear(string root, DateTime? before)
    {
        RequireIdle(root);
        var going = List(root).Where(entry => before is null || entry.Written < before).ToImmutableArray();
        try
        {
            foreach (var entry in going)
                Directory.Delete(Path.Combine(root, entry.Fingerprint), recursive: true);
            foreach (
                var folder in Unfinished(root)
                    .Where(folder => before is null || Directory.GetLastWriteTimeUtc(folder) < before)
            )
                Directory.Delete(folder, recursive: true);
            foreach (
                var folder in Remembered
                    .Select(name => Path.Combine(root, name))
                    .Where(folder => before is null && Directory.Exists(folder))
            )
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PruneException(
                Codes.CacheNotWritable,
                $"The cache '{root}' cannot be cleared: {failure.Message} What is left of it stays in use. Check "
                    + $"who owns the folder, then clear it again.",
                new SourceLocation(root),
                failure
            );
        }

        return going;
    }

    // By the shape of its name, so that nothing is ever deleted in a folder that is no store.
    private static bool IsEntry(string folder) => FileHashes.IsHash(Path.GetFileName(folder));

    // What builds that were stopped would go on from, and what killed ones left.
    private static IEnumerable<string> Unfinished(string root)
    {
        var work = CacheLocation.WorkIn(root);
        return (Directory.Exists(work) ? Directory.GetDirectories(work) : []).Concat(
            Directory.Exists(root)
                ? Directory.GetDirectories(root).Where(folder => StoreLeftovers.IsUnfinished(Path.GetFileName(folder)))
                : []
        );
    }

    private static StoreListing Describe(string folder)
    {
        var manifest = EntryManifest.TryRead(Path.Combine(folder, EntryManifest.FileName));
        return new StoreListing(
            Path.GetFileName(folder),
            manifest?.Stage,
            BytesOf(folder),
            manifest?.Seconds,
            Directory.GetLastWriteTimeUtc(folder)
        );
    }

    private static long BytesOf(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    private static void RequireIdle(string root)
    {
        if (FileLock.AnyHeld(CacheLocation.LocksIn(root)))
            throw new PruneException(
                Codes.CacheInUse,
                $"A build is using the cache '{root}', and would lose what it works from. Nothing was removed. "
                    + $"Wait for it to end, or stop it, then clear the cache.",
                new SourceLocation(root)
            );
    }
}
