using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Storage;

namespace Pruning.Pipeline.Store;

/// <summary>
/// Stage results by fingerprint: <c>&lt;root&gt;/&lt;fingerprint&gt;/</c> holds the outputs and a manifest with their
/// hashes. An entry appears by one rename, complete or not at all, and is verified each time it is opened.
/// </summary>
public sealed class StageStore(string root, IDiagnosticSink diagnostics)
{
    // Those that were reported: a plan is made more than once.
    private readonly HashSet<string> _damaged = new(StringComparer.Ordinal);

    public string Root { get; } = root;

    /// <summary>Where the locks are; an entry's has its fingerprint as name.</summary>
    public string Locks => CacheLocation.LocksIn(Root);

    /// <summary>Where a stage keeps what it needs to resume after an interruption.</summary>
    public string WorkFolder(Fingerprint fingerprint) => Path.Combine(CacheLocation.WorkIn(Root), fingerprint.Hex);

    /// <summary>Whether there is an entry, without verifying it.</summary>
    public bool Contains(Fingerprint fingerprint) =>
        File.Exists(Path.Combine(FolderOf(fingerprint), EntryManifest.FileName));

    /// <summary>
    /// The entry, or null. One that does not match its manifest is reported (PRUNE9001) and counts as missing; it is
    /// removed where the store can be written and nobody is making it anew.
    /// </summary>
    public StoreEntry? TryOpen(Fingerprint fingerprint)
    {
        var folder = FolderOf(fingerprint);
        if (!IsThere(folder))
            return null;
        var damage = EntryDamage.Find(folder, fingerprint, out var manifest);
        if (damage is null)
            return new StoreEntry(folder, manifest!);
        if (_damaged.Add(fingerprint.Hex))
            diagnostics.Report(
                PruneDiagnostic.Of(
                    Codes.DamagedEntry,
                    $"The stored result of {manifest?.Stage ?? "a stage"} in '{folder}' is damaged: {damage}. It "
                        + $"is not used; the stage runs again.",
                    new SourceLocation(folder)
                )
            );
        RemoveUnused(fingerprint);
        return null;
    }

    /// <summary>Verifies an entry again, that was opened a long time ago.</summary>
    /// <exception cref="PruneException">PRUNE9005.</exception>
    public static void RequireWhole(StoreEntry entry)
    {
        if (EntryDamage.Find(entry.Folder, new Fingerprint(entry.Manifest.Fingerprint), out _) is { } damage)
            throw new PruneException(
                Codes.DamagedMeanwhile,
                $"The stored result of {entry.Manifest.Stage} in '{entry.Folder}' was whole when the build "
                    + $"began, and is damaged now: {damage}. Nothing was made from it. Build again, and the stage runs "
                    + $"anew; if it happens again, find out what writes there, or check the disk.",
                new SourceLocation(entry.Folder)
            );
    }

    /// <summary>
    /// Lets <paramref name="write"/> fill a fresh folder, then publishes it under the fingerprint. An entry that
    /// somebody else published meanwhile stays, and ours is dropped: equal fingerprints mean equal results.
    /// </summary>
    /// <param name="write">Fills the folder that it is given; returns the seconds of work to record.</param>
    /// <param name="diagnosed">
    /// Asked when the folder is filled: what is to be said again whenever the entry is used.
    /// </param>
    /// <param name="replace">Ours takes the place of one that is there.</param>
    public StoreEntry Publish(
        Fingerprint fingerprint,
        string stage,
        IReadOnlyList<KeyValuePair<string, string>> inputs,
        Func<string, double> write,
        Func<IEnumerable<StoredDiagnostic>>? diagnosed = null,
        bool replace = false
    ) => Place(fingerprint, replace, folder =>
        {
            var seconds = write(folder);
            return new EntryManifest(
                EntryManifest.CurrentVersion,
                stage,
                fingerprint.Hex,
                seconds,
                [.. Seal(folder)],
                [.. inputs]
            )
            {
                Diagnostics = [.. diagnosed?.Invoke().Take(StoredDiagnostic.Maximum) ?? []],
            };
        })!;

    /// <summary>
    /// Publishes an entry that was made elsewhere: lets <paramref name="fill"/> put its files into a fresh folder, and
    /// takes them only when they are, byte for byte, what the manifest says.
    /// </summary>
    /// <returns>Null, with nothing kept, where a file is not; then <paramref name="differing"/> is the first.</returns>
    internal StoreEntry? Adopt(EntryManifest manifest, Action<string> fill, out StoredFile? differing)
    {
        StoredFile? other = null;
        var entry = Place(new Fingerprint(manifest.Fingerprint), replace: false, folder =>
        {
            fill(folder);
            var files = Seal(folder).ToHashSet();
            other = manifest.Outputs.FirstOrDefault(file => !files.Contains(file));
            return other is null ? manifest : null;
        });
        differing = other;
        return entry;
    }

    /// <summary>
    /// Removes unfinished folders and files of an entry that a killed build left. Call only under the entry's lock.
    /// </summary>
    public void RemoveLeftovers(Fingerprint fingerprint)
    {
        if (!Directory.Exists(Root))
            return;
        foreach (var folder in Directory.EnumerateDirectories(Root, $"{fingerprint.Hex}.tmp-*"))
            Remove(folder);
        AtomicFile.RemoveLeftovers(WorkFolder(fingerprint), TimeSpan.Zero);
    }

    /// <summary>
    /// Removes what an interrupted run of a stage left, so that it begins at the beginning. Its result, if there is
    /// one, stays until there is another.
    /// </summary>
    public void ForgetWork(Fingerprint fingerprint) => Remove(WorkFolder(fingerprint));

    /// <param name="fill">Fills a fresh folder; gives the manifest that vouches for it, or null to drop it.</param>
    private StoreEntry? Place(Fingerprint fingerprint, bool replace, Func<string, EntryManifest?> fill)
    {
        var temporary = $"{FolderOf(fingerprint)}.tmp-{Guid.NewGuid():N}";
        Directory.CreateDirectory(temporary);
        try
        {
            if (fill(temporary) is not { } manifest)
                return null;
            AtomicFile.Write(Path.Combine(temporary, EntryManifest.FileName), manifest.ToJson());
            return Rename(temporary, fingerprint, manifest, replace);
        }
        finally
        {
            Remove(temporary);
        }
    }

    private StoreEntry Rename(string temporary, Fingerprint fingerprint, EntryManifest manifest, bool replace)
    {
        var folder = FolderOf(fingerprint);
        // Lost the race: the other's entry is as good.
        if (!replace && IsThere(folder) && EntryDamage.Find(folder, fingerprint, out var other) is null)
            return new StoreEntry(folder, other!);
        try
        {
            SetAside(folder);
            Directory.Move(temporary, folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw StoreFailure.NotPublished(failure, folder);
        }

        return new StoreEntry(folder, manifest);
    }

    /// <summary>Flushes every output to the disk before the manifest vouches for it.</summary>
    private static IEnumerable<StoredFile> Seal(string folder)
    {
        foreach (
            var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        )
        {
            using (var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite))
                RandomAccess.FlushToDisk(handle);
            var name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            yield return new StoredFile(name, new FileInfo(path).Length, FileHashes.Compute(path));
        }
    }

    private string FolderOf(Fingerprint fingerprint) => Path.Combine(Root, fingerprint.Hex);

    // Renamed first, so that nobody sees a part of it.
    private static void SetAside(string folder)
    {
        var away = $"{folder}.tmp-{Guid.NewGuid():N}";
        if (Directory.Exists(folder))
            Directory.Move(folder, away);
        Remove(away);
        Remove(folder);
    }

    private void RemoveUnused(Fingerprint fingerprint)
    {
        try
        {
            using var unused = FileLock.TryAcquire(Locks, fingerprint.Hex, "removing a damaged result");
            // Another one may have made it anew since it was looked at.
            if (unused is not null && EntryDamage.Find(FolderOf(fingerprint), fingerprint, out _) is not null)
                SetAside(FolderOf(fingerprint));
        }
        catch (Exception failure) when (failure is PruneException or IOException or UnauthorizedAccessException)
        {
            // A store that cannot be written keeps it, and a stage whose result cannot be kept says so.
            return;
        }
    }

    // Also where a file, or a link that leads nowhere, has an entry's name.
    private static bool IsThere(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;

    private static void Remove(string folder)
    {
        if (new FileInfo(folder) is { LinkTarget: not null } or { Exists: true })
            File.Delete(folder);
        else if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
