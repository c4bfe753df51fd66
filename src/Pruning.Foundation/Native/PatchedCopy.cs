using System.Buffers.Binary;
using System.Security.Cryptography;
using Pruning.Diagnostics;
using Pruning.Native.Elf;
using Pruning.Storage;

namespace Pruning.Native;

/// <summary>
/// A copy of a native library with a few bytes changed, kept in the cache: <c>native/&lt;SHA-256 of the
/// original&gt;-&lt;SHA-256 of the patches&gt;/</c>. Written under another name and renamed; compared with the
/// original, byte by byte, each time it is used.
/// </summary>
internal static class PatchedCopy
{
    /// <summary>The folder of the cache that holds them all.</summary>
    public const string FolderName = "native";

    /// <param name="cache">The cache's root.</param>
    /// <returns>The copy's path; it is made, or made again, where it is not there as it should be.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="PruneException">PRUNE9002, PRUNE9003: the cache's lock cannot be taken.</exception>
    public static string Ensure(
        string original,
        ReadOnlySpan<byte> bytes,
        IReadOnlyList<BytePatch> patches,
        string cache
    )
    {
        var path = Path.Combine(
            cache,
            FolderName,
            $"{Hex(SHA256.HashData(bytes))}-{Hex(HashOf(patches))}",
            Path.GetFileName(original)
        );
        if (IsWhole(path, bytes, patches))
            return path;
        // One at a time: what is there unfinished then, a killed one left.
        using var alone = FileLock.Acquire(
            CacheLocation.LocksIn(cache),
            Path.GetRelativePath(cache, path),
            "copying a native library",
            _ => { },
            CancellationToken.None
        );
        AtomicFile.RemoveLeftovers(Path.GetDirectoryName(path)!, TimeSpan.Zero);
        if (!IsWhole(path, bytes, patches))
            AtomicFile.Write(path, stream => Write(stream, original, patches));
        return path;
    }

    private static void Write(FileStream copy, string original, IReadOnlyList<BytePatch> patches)
    {
        using (var source = new FileStream(original, FileMode.Open, FileAccess.Read, FileShare.Read))
            source.CopyTo(copy);
        foreach (var patch in patches)
        {
            copy.Position = patch.Offset;
            copy.Write(patch.Bytes.AsSpan());
        }
    }

    private static bool IsWhole(string path, ReadOnlySpan<byte> original, IReadOnlyList<BytePatch> patches)
    {
        if (!File.Exists(path) || new FileInfo(path).Length != original.Length)
            return false;
        using var copy = new ElfBytes(path);
        var bytes = copy.All;
        var done = 0;
        foreach (var patch in patches)
        {
            var (start, end) = ((int)patch.Offset, (int)patch.Offset + patch.Bytes.Length);
            if (
                !bytes[done..start].SequenceEqual(original[done..start])
                || !bytes[start..end].SequenceEqual(patch.Bytes.AsSpan())
            )
                return false;
            done = end;
        }

        return bytes[done..].SequenceEqual(original[done..]);
    }

    private static byte[] HashOf(IEnumerable<BytePatch> patches)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> head = stackalloc byte[12];
        foreach (var patch in patches)
        {
            BinaryPrimitives.WriteInt64LittleEndian(head, patch.Offset);
            BinaryPrimitives.WriteInt32LittleEndian(head[8..], patch.Bytes.Length);
            hash.AppendData(head);
            hash.AppendData(patch.Bytes.AsSpan());
        }

        return hash.GetHashAndReset();
    }

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}
