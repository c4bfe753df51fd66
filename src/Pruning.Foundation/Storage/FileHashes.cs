using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;

namespace Pruning.Storage;

/// <summary>
/// SHA-256 of files, remembered by path, size and time of change, so that a scan of an unchanged dataset reads no
/// contents. Losing the memory costs time only.
/// </summary>
public sealed class FileHashes
{
    // A file changed within this span may change again without its time showing it: its hash is not remembered (git
    // calls it "racily clean").
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _asked = new(StringComparer.Ordinal);
    private readonly string? _path;
    private volatile bool _changed;

    private FileHashes(string? path) => _path = path;

    /// <summary>How many files' contents were read.</summary>
    public int Read => _read;

    /// <summary>The files that <see cref="Of"/> was asked for.</summary>
    public IReadOnlyCollection<string> Asked => [.. _asked.Keys];

    private int _read;

    /// <summary>Without a memory.</summary>
    public static FileHashes Fresh() => new(null);

    /// <summary>With the memory that <paramref name="path"/> holds; a missing or unreadable one starts empty.</summary>
    public static FileHashes Load(string path)
    {
        var hashes = new FileHashes(path);
        if (!File.Exists(path))
            return hashes;
        foreach (var line in File.ReadLines(path))
        {
            var fields = line.Split('\t', 4);
            if (
                fields.Length == 4
                && fields[0].Length == 64
                && long.TryParse(fields[1], CultureInfo.InvariantCulture, out var size)
                && long.TryParse(fields[2], CultureInfo.InvariantCulture, out var changed)
            )
                hashes._known[fields[3]] = new Known(fields[0], size, changed);
        }

        return hashes;
    }

    /// <summary>The file's SHA-256, lower-case hexadecimal. Thread-safe.</summary>
    public string Of(string path)
    {
        _asked.TryAdd(path, 0);
        var (size, changed) = StateOf(path);
        if (_known.TryGetValue(path, out var known) && known.Size == size && known.Changed == changed)
            return known.Hash;
        var hash = Compute(path);
        Interlocked.Increment(ref _read);
        if (DateTime.UtcNow.Ticks - changed > Settling.Ticks)
        {
            _known[path] = new Known(hash, size, changed);
            _changed = true;
        }

        return hash;
    }

    /// <summary>Keeps the memory for the next process.</summary>
    public void Save()
    {
        if (_path is null || !_changed)
            return;
        var lines = _known
            .Where(pair => !pair.Key.AsSpan().ContainsAny('\n', '\r'))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{pair.Value.Hash}\t{pair.Value.Size}\t{pair.Value.Changed}\t{pair.Key}"
                )
            );
        try
        {
            AtomicFile.Write(_path, string.Join('\n', lines));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A store that cannot be written still gives its results; the next scan reads the files again.
            return;
        }
    }

    public static string Compute(string path)
    {
        using var stream = new FileStream(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.Read,
            1 << 16,
            FileOptions.SequentialScan
        );
        return Compute(stream);
    }

    /// <summary>Whether a text has the shape of a SHA-256 as this product writes it.</summary>
    internal static bool IsHash(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Of what follows in a stream.</summary>
    public static string Compute(Stream stream) => Convert.ToHexStringLower(SHA256.HashData(stream));

    // A link's own size and time stay when the file that it leads to changes, and the file's stay when the link comes
    // to lead elsewhere.
    private static (long Size, long Changed) StateOf(string path)
    {
        var file = new FileInfo(path);
        return
            (file.Attributes & FileAttributes.ReparsePoint) != 0
            && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target
            ? (target.Length, Math.Max(target.LastWriteTimeUtc.Ticks, file.LastWriteTimeUtc.Ticks))
            : (file.Length, file.LastWriteTimeUtc.Ticks);
    }

    private readonly record struct Known(string Hash, long Size, long Changed);
}
