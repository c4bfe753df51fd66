using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Storage;

namespace Pruning.Pipeline.Store;

/// <summary>
/// Stage results by fingerprint: <c>&lt;root&gt;/&lt;fingerprint&gt;/</c> holds the outputs and a manifest with their hashes. An entry appears
/// by one rename, complete or not at all, and is verified each time it is opened.
/// </summary>
public sealed class StageStore(string root, IDiagnosticSink diagnostics)
{
    public string Root { get; } = root;

    /// <summary>Where a stage keeps what it needs to resume after an interruption.</summary>
    public string WorkFolder(Fingerprint fingerprint) => Path.Combine(Root, "work", fingerprint.Hex);

    /// <summary>Whether there is an entry, without verifying it.</summary>
    public bool Contains(Fingerprint fingerprint) => File.Exists(Path.Combine(FolderOf(fingerprint), EntryManifest.FileName));

    /// <summary>The entry, or null. One that does not match its manifest is reported (PRUNE9001), removed, and counts as missing.</summary>
    public StoreEntry? TryOpen(Fingerprint fingerprint)
    {
        var folder = FolderOf(fingerprint);
        if (!Directory.Exists(folder))
            return null;
        var manifest = EntryManifest.TryRead(Path.Combine(folder, EntryManifest.FileName));
        var damage = manifest is null ? "its manifest is missing or unreadable"
            : manifest.Fingerprint != fingerprint.Hex ? "its manifest belongs to another entry"
            : manifest.Outputs.Select(file => DamageOf(folder, file)).FirstOrDefault(found => found is not null);
        if (damage is null)
            return new StoreEntry(folder, manifest!);
        diagnostics.Report(PruneDiagnostic.Of(Codes.DamagedEntry, $"The stored result of {manifest?.Stage ?? "a stage"} in '{folder}' is damaged: {damage}. It is not used; the stage runs again.", new SourceLocation(folder)));
        Remove(folder);
        return null;
    }

    /// <summary>
    /// Lets <paramref name="write"/> fill a fresh folder, then publishes it under the fingerprint. An entry that somebody else published
    /// meanwhile stays, and ours is dropped: equal fingerprints mean equal results.
    /// </summary>
    /// <param name="write">Fills the folder that it is given; returns the seconds of work to record.</param>
    /// <param name="diagnosed">Asked when the folder is filled: what is to be said again whenever the entry is used.</param>
    public StoreEntry Publish(Fingerprint fingerprint, string stage, IReadOnlyList<KeyValuePair<string, string>> inputs, Func<string, double> write, Func<IEnumerable<StoredDiagnostic>>? diagnosed = null) =>
        Place(fingerprint, folder =>
        {
            var seconds = write(folder);
            return new EntryManifest(EntryManifest.CurrentVersion, stage, fingerprint.Hex, seconds, [.. Seal(folder)], [.. inputs]) { Diagnostics = [.. diagnosed?.Invoke().Take(StoredDiagnostic.Maximum) ?? []] };
        })!;

    /// <summary>
    /// Publishes an entry that was made elsewhere: lets <paramref name="fill"/> put its files into a fresh folder, and takes them only when
    /// they are, byte for byte, what the manifest says.
    /// </summary>
    /// <returns>Null, with nothing kept, where a file is not; then <paramref name="differing"/> is the first.</returns>
    internal StoreEntry? Adopt(EntryManifest manifest, Action<string> fill, out StoredFile? differing)
    {
        StoredFile? other = null;
        var entry = Place(new Fingerprint(manifest.Fingerprint), folder =>
        {
            fill(folder);
            var files = Seal(folder).ToHashSet();
            other = manifest.Outputs.FirstOrDefault(file => !files.Contains(file));
            return other is null ? manifest : null;
        });
        differing = other;
        return entry;
    }

    /// <summary>Removes unfinished folders of an entry that a killed build left. Call only under the entry's lock.</summary>
    public void RemoveLeftovers(Fingerprint fingerprint)
    {
        if (!Directory.Exists(Root))
            return;
        foreach (var folder in Directory.EnumerateDirectories(Root, $"{fingerprint.Hex}.tmp-*"))
            Remove(folder);
    }

    /// <summary>Removes an entry and what an interrupted run of its stage left.</summary>
    public void Forget(Fingerprint fingerprint)
    {
        Remove(FolderOf(fingerprint));
        Remove(WorkFolder(fingerprint));
    }

    /// <param name="fill">Fills a fresh folder; gives the manifest that vouches for it, or null to drop it.</param>
    private StoreEntry? Place(Fingerprint fingerprint, Func<string, EntryManifest?> fill)
    {
        var temporary = $"{FolderOf(fingerprint)}.tmp-{Guid.NewGuid():N}";
        Directory.CreateDirectory(temporary);
        try
        {
            if (fill(temporary) is not { } manifest)
                return null;
            AtomicFile.Write(Path.Combine(temporary, EntryManifest.FileName), manifest.ToJson());
            return Rename(temporary, fingerprint, manifest);
        }
        finally
        {
            Remove(temporary);
        }
    }

    private StoreEntry Rename(string temporary, Fingerprint fingerprint, EntryManifest manifest)
    {
        var folder = FolderOf(fingerprint);
        if (!Directory.Exists(folder))
        {
            try
            {
                Directory.Move(temporary, folder);
            }
            catch (IOException) when (Directory.Exists(folder))
            {
                // Lost the race: the other's entry is as good.
            }
        }

        return new StoreEntry(folder, manifest);
    }

    /// <summary>Flushes every output to the disk before the manifest vouches for it.</summary>
    private static IEnumerable<StoredFile> Seal(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using (var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite))
                RandomAccess.FlushToDisk(handle);
            var name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            yield return new StoredFile(name, new FileInfo(path).Length, FileHashes.Compute(path));
        }
    }

    private static string? DamageOf(string folder, StoredFile file)
    {
        var path = Path.Combine(folder, file.Name);
        if (!File.Exists(path))
            return $"'{file.Name}' is missing";
        var size = new FileInfo(path).Length;
        if (size != file.Size)
            return $"'{file.Name}' has {size} bytes instead of {file.Size}";
        return FileHashes.Compute(path) == file.Sha256 ? null : $"the contents of '{file.Name}' have changed";
    }

    private string FolderOf(Fingerprint fingerprint) => Path.Combine(Root, fingerprint.Hex);

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
