using System.Text;

namespace Pruning.Storage;

/// <summary>
/// Writes files so that a reader, or a crash, sees the old content or the new, never a part. A missing folder is made.
/// </summary>
public static class AtomicFile
{
    private const string Extension = ".tmp";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static void Write(string path, string text) => Write(path, Utf8.GetBytes(text));

    public static void Write(string path, byte[] bytes) => Write(path, stream => stream.Write(bytes));

    /// <summary>
    /// As <see cref="Write(string, string)"/> for readers; after a power cut, however, there may be anything.
    /// </summary>
    public static void WriteForReaders(string path, string text) =>
        Write(path, stream => stream.Write(Utf8.GetBytes(text)), isDurable: false);

    public static void Copy(string source, string path) => Write(path, to =>
        {
            using var from = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.Read);
            from.CopyTo(to);
        });

    /// <summary>Removes what writers that were killed left in a folder.</summary>
    /// <param name="age">
    /// Since its last change; a writer that lives may still be at a younger one. Zero where there can be none.
    /// </param>
    public static void RemoveLeftovers(string folder, TimeSpan age)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var path in Directory.GetFiles(folder, "*" + Extension).Where(IsTemporary))
        {
            try
            {
                if (age == TimeSpan.Zero || DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > age)
                    File.Delete(path);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // It takes room and does no harm.
                continue;
            }
        }
    }

    /// <param name="fill">
    /// Writes the content, and may read it again. When it throws, what stood at <paramref name="path"/> stays.
    /// </param>
    public static void Write(string path, Action<FileStream> fill) => Write(path, fill, isDurable: true);

    private static void Write(string path, Action<FileStream> fill, bool isDurable)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        var temporary = $"{path}.{Guid.NewGuid():N}{Extension}";
        try
        {
            OversizeFile.Tell(path, () => Fill(temporary, fill, isDurable));
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static bool Fill(string temporary, Action<FileStream> fill, bool isDurable)
    {
        using var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        fill(stream);
        stream.Flush(flushToDisk: isDurable);
        return true;
    }

    private static bool IsTemporary(string path) =>
        Path.GetFileName(path).Split('.') is [.., var unique, _] && Guid.TryParseExact(unique, "N", out _);
}
