using System.Text;
using Pruning.Storage;

namespace Pruning.Pipeline.Store.Remote;

/// <summary>
/// Results as they lie in a remote cache (docs/remote-cache.md): <c>ac/&lt;fingerprint&gt;</c> is an entry's manifest,
/// put there last, and <c>cas/&lt;sha256&gt;</c> a file of one or several entries, as in Bazel's HTTP caches.
/// </summary>
internal sealed class RemoteEntries(RemoteConnection connection)
{
    // Files that are not what their name says: they have to be put there again, although they are there.
    private readonly HashSet<string> _wrong = new(StringComparer.Ordinal);

    /// <summary>What there is under a fingerprint; null where there is nothing.</summary>
    /// <exception cref="RemoteDamageException">
    /// It is no manifest of that stage's result, or of more than can be believed.
    /// </exception>
    public EntryManifest? Find(Fingerprint fingerprint, string stage, CancellationToken cancellation)
    {
        if (connection.Get(ManifestPath(fingerprint.Hex), EntryManifest.MaximumBytes, cancellation) is not { } json)
            return null;
        var manifest = EntryManifest.TryParse(json)
            ?? throw new RemoteDamageException("what is there is no manifest of this version");
        if (manifest.Fingerprint != fingerprint.Hex || manifest.Stage != stage)
            throw new RemoteDamageException("its manifest belongs to another entry");
        if (manifest.Outputs.Aggregate(0m, (sum, file) => sum + file.Size) is > RemoteLimits.EntryBytes and var bytes)
            throw new RemoteDamageException(
                $"its files are said to have {bytes} bytes, and {RemoteLimits.EntryBytes} are the limit"
            );
        return manifest;
    }

    /// <summary>Brings an entry into the local store.</summary>
    /// <param name="progress">Told the share that is there.</param>
    /// <returns>Null where a file of it is there no longer.</returns>
    /// <exception cref="RemoteDamageException">A file is not what the manifest says; nothing is kept.</exception>
    public StoreEntry? Fetch(
        EntryManifest manifest,
        StageStore store,
        Action<double> progress,
        CancellationToken cancellation
    )
    {
        var (done, whole) = (0L, Math.Max(1, manifest.Outputs.Sum(file => file.Size)));
        var complete = true;
        var entry = store.Adopt(
            manifest,
            folder =>
            {
                foreach (var file in manifest.Outputs.TakeWhile(_ => complete))
                {
                    complete = Fetch(file, folder, bytes => progress((double)(done + bytes) / whole), cancellation);
                    done += file.Size;
                }
            },
            out var differing
        );
        if (entry is not null || !complete)
            return entry;
        _wrong.Add(differing!.Sha256);
        throw new RemoteDamageException($"the contents of '{differing.Name}' are not what its manifest says");
    }

    /// <summary>
    /// Puts an entry there: files that are there already are not sent again, and the manifest comes last.
    /// </summary>
    /// <exception cref="RemoteRefusalException">It is not taken, or a local file cannot be read.</exception>
    public void Push(StoreEntry entry, Action<double> progress, CancellationToken cancellation)
    {
        var files = entry.Manifest.Outputs.DistinctBy(file => file.Sha256).ToList();
        var (done, whole) = (0L, Math.Max(1, files.Sum(file => file.Size)));
        foreach (var file in files)
        {
            if (_wrong.Remove(file.Sha256) || !connection.Has(FilePath(file.Sha256), file.Size, cancellation))
            {
                using var source = Open(entry.PathOf(file.Name));
                connection.Put(
                    FilePath(file.Sha256),
                    source,
                    file.Size,
                    bytes => progress((double)(done + bytes) / whole),
                    cancellation
                );
            }

            done += file.Size;
        }

        using var manifest = new MemoryStream(Encoding.UTF8.GetBytes(entry.Manifest.ToJson()));
        connection.Put(ManifestPath(entry.Manifest.Fingerprint), manifest, manifest.Length, _ => { }, cancellation);
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new RemoteRefusalException(
                $"a result's file cannot be read here ({failure.Message.TrimEnd('.')})",
                failure
            );
        }
    }

    private bool Fetch(StoredFile file, string folder, Action<long> received, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, file.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return OversizeFile.Tell(path, () =>
            {
                using var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
                return connection.Get(FilePath(file.Sha256), target, file.Size, received, cancellation);
            });
        }
        catch (RemoteDamageException damage)
        {
            _wrong.Add(file.Sha256);
            throw new RemoteDamageException($"'{file.Name}': {damage.Message}");
        }
    }

    private static string ManifestPath(string fingerprint) => $"ac/{fingerprint}";

    private static string FilePath(string sha256) => $"cas/{sha256}";
}
