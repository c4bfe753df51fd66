using System.IO.Compression;
using Pruning.Graphs.Import;

namespace Pruning.Checkpoints.Torch;

/// <summary>
/// The zip file that <c>torch.save</c> writes: a pickle <c>NAME/data.pkl</c> and raw storages <c>NAME/data/KEY</c>.
/// Sizes are checked before anything is allocated.
/// </summary>
internal sealed class TorchArchive : ITorchStorages, IDisposable
{
    private const int MostEntries = 100_000;
    private const long MostExpansion = 2;
    private const long FreeExpansion = 16 << 20;

    private readonly string _path;
    private readonly ZipArchive _zip;
    private readonly Dictionary<string, ZipArchiveEntry> _entries;
    private readonly string _folder;

    public TorchArchive(string path, Stream stream)
    {
        _path = path;
        try
        {
            _zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            _entries = Index(_zip, path);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or ArgumentException)
        {
            throw CheckpointErrors.Damaged(path, "its zip directory cannot be read", exception);
        }

        ContentBytes = RequirePlausibleSizes(stream.Length);
        _folder = FindFolder();
    }

    /// <summary>What the archive's entries unpack to, in all.</summary>
    public long ContentBytes { get; }

    public byte[] Pickle(int limit)
    {
        var entry = _entries[$"{_folder}data.pkl"];
        if (entry.Length > limit)
            throw CheckpointErrors.Oversized(_path, $"its description is {entry.Length} bytes, more than {limit}");
        return ReadFully(entry);
    }

    /// <summary>The bytes of a storage, exactly as many as it says to hold.</summary>
    public byte[] Storage(TorchStorage storage)
    {
        if (!_entries.TryGetValue($"{_folder}data/{storage.Key}", out var entry))
            throw CheckpointErrors.Damaged(
                _path,
                $"the weights 'data/{CheckpointErrors.Quote(storage.Key)}' are not in it"
            );
        var size = storage.Type.SizeOf();
        if (storage.Count < 0 || storage.Count > entry.Length / size)
            throw CheckpointErrors.Damaged(
                _path,
                $"'data/{storage.Key}' is said to hold {storage.Count} elements of {size} bytes and has "
                    + $"{entry.Length} bytes"
            );
        return ReadFully(entry);
    }

    public void Dispose() => _zip.Dispose();

    private static Dictionary<string, ZipArchiveEntry> Index(ZipArchive zip, string path)
    {
        if (zip.Entries.Count > MostEntries)
            throw CheckpointErrors.Oversized(path, $"it has {zip.Entries.Count} parts");
        var entries = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
        foreach (var entry in zip.Entries)
        {
            if (!entries.TryAdd(entry.FullName, entry))
                throw CheckpointErrors.Damaged(
                    path,
                    $"it has two parts named '{CheckpointErrors.Quote(entry.FullName)}'"
                );
        }

        return entries;
    }

    /// <summary>
    /// Weights hardly compress, and torch.save does not try: an archive that unpacks to more than twice its size is a
    /// bomb.
    /// </summary>
    private long RequirePlausibleSizes(long fileLength)
    {
        long total = 0;
        foreach (var entry in _entries.Values)
        {
            if (entry.Length > Array.MaxLength)
                throw CheckpointErrors.Oversized(
                    _path,
                    $"'{CheckpointErrors.Quote(entry.FullName)}' unpacks to {entry.Length} bytes"
                );
            total += entry.Length;
        }

        if (total > FreeExpansion && total - FreeExpansion > MostExpansion * fileLength)
            throw CheckpointErrors.Oversized(_path, $"its {fileLength} bytes unpack to {total}");
        return total;
    }

    private string FindFolder()
    {
        var pickles = _entries
            .Keys.Where(name =>
                name == "data.pkl"
                || (
                    name.EndsWith("/data.pkl", StringComparison.Ordinal)
                    && name.IndexOf('/', StringComparison.Ordinal) == name.Length - "/data.pkl".Length
                )
            )
            .ToList();
        if (pickles.Count != 1)
            throw CheckpointErrors.UnknownKind(
                _path,
                $"it is a zip file with {pickles.Count} parts named data.pkl, where torch.save writes one"
            );
        var folder = pickles[0][..^"data.pkl".Length];
        if (_entries.ContainsKey($"{folder}constants.pkl"))
            throw CheckpointErrors.NotYolo(_path, "it is a TorchScript program, which keeps no module tree");
        return folder;
    }

    private byte[] ReadFully(ZipArchiveEntry entry)
    {
        var bytes = new byte[entry.Length];
        try
        {
            using var stream = entry.Open();
            stream.ReadExactly(bytes);
            if (stream.ReadByte() >= 0)
                throw CheckpointErrors.Damaged(
                    _path,
                    $"'{CheckpointErrors.Quote(entry.FullName)}' is longer than it says"
                );
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or NotSupportedException)
        {
            throw CheckpointErrors.Damaged(
                _path,
                $"'{CheckpointErrors.Quote(entry.FullName)}' cannot be unpacked",
                exception
            );
        }

        return bytes;
    }
}
