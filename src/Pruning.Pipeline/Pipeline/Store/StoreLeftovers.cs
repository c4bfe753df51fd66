using Pruning.Storage;

namespace Pruning.Pipeline.Store;

/// <summary>
/// What killed builds left in a store: folders that were being filled, and work whose result is there all the same.
/// Removed when a build begins, unless another one is at it. Work whose result is missing stays: the next build goes on
/// from it.
/// </summary>
internal static class StoreLeftovers
{
    private const string Unfinished = ".tmp-";

    // A file that is written for longer than this is not written any more.
    private static readonly TimeSpan Old = TimeSpan.FromDays(1);

    public static void Remove(string root)
    {
        WriteProbe.RemoveLeftovers(root);
        foreach (var folder in Under(root, $"*{Unfinished}*"))
            RemoveUnused(root, Path.GetFileName(folder).Split(Unfinished)[0], folder);
        foreach (
            var work in Under(CacheLocation.WorkIn(root), "*")
                .Where(work => Directory.Exists(Path.Combine(root, Path.GetFileName(work))))
        )
            RemoveUnused(root, Path.GetFileName(work), work);
        foreach (
            var folder in Under(Path.Combine(root, "weights"), "*")
                .Append(Path.Combine(root, "hashes"))
                .Append(Path.Combine(root, CacheLocation.Paces))
                .Append(Path.Combine(root, RememberedLooks.FolderName))
        )
            AtomicFile.RemoveLeftovers(folder, Old);
    }

    /// <summary>Whether a name is that of an entry that was being made.</summary>
    public static bool IsUnfinished(string name) =>
        name.Split(Unfinished) is [var fingerprint, _] && FileHashes.IsHash(fingerprint);

    private static void RemoveUnused(string root, string fingerprint, string folder)
    {
        if (!FileHashes.IsHash(fingerprint))
            return;
        using var unused = FileLock.TryAcquire(
            CacheLocation.LocksIn(root),
            fingerprint,
            "removing what a killed build left"
        );
        if (unused is not null)
            LeftoverFolder.Remove(folder);
    }

    private static string[] Under(string folder, string pattern) =>
        Directory.Exists(folder) ? Directory.GetDirectories(folder, pattern) : [];
}
