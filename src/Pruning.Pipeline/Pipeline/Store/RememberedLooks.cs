using Pruning.Diagnostics;
using Pruning.Storage;

namespace Pruning.Pipeline.Store;

/// <summary>
/// What a look at a network has found out, kept beside the store by all that it follows from. It only saves time: what
/// cannot be read or written is found out again.
/// </summary>
internal static class RememberedLooks
{
    /// <summary>The folder's name in the store.</summary>
    public const string FolderName = "looks";

    // A hundred times a plan of the largest YOLOv5.
    private const long Longest = 64 << 20;

    /// <param name="root">The store's folder.</param>
    /// <param name="parse">Refuses what is damaged.</param>
    /// <returns>Null where nothing is known.</returns>
    public static T? TryRead<T>(string root, Fingerprint key, Func<string, T?> parse)
        where T : class
    {
        try
        {
            return BoundedText.TryRead(PathOf(root, key), Longest) is { } text ? parse(text) : null;
        }
        catch (PruneException)
        {
            return null;
        }
    }

    public static void Keep(string root, Fingerprint key, string text)
    {
        try
        {
            AtomicFile.WriteForReaders(PathOf(root, key), text);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A full or a read-only store.
            return;
        }
    }

    private static string PathOf(string root, Fingerprint key) =>
        Path.Combine(root, FolderName, $"{key.Hex[..32]}.json");
}
