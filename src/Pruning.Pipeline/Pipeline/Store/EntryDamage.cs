using Pruning.Storage;

namespace Pruning.Pipeline.Store;

/// <summary>What is wrong with an entry of the store, in a clause of a message.</summary>
internal static class EntryDamage
{
    /// <param name="folder">The entry's, which exists.</param>
    /// <param name="manifest">Null where it cannot be read.</param>
    /// <returns>Null for an entry whose files are what its manifest says.</returns>
    public static string? Find(string folder, Fingerprint fingerprint, out EntryManifest? manifest)
    {
        manifest = null;
        try
        {
            if (!Directory.Exists(folder))
                return "it is no folder";
            var path = Path.Combine(folder, EntryManifest.FileName);
            if (IsLink(path))
                return "its manifest is a link";
            manifest = EntryManifest.TryRead(path);
            return manifest is null ? "its manifest is missing or unreadable"
                : manifest.Fingerprint != fingerprint.Hex ? "its manifest belongs to another entry"
                : manifest.Outputs.Select(file => Of(folder, file)).FirstOrDefault(found => found is not null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"it cannot be read ({failure.Message.TrimEnd('.')})";
        }
    }

    private static string? Of(string folder, StoredFile file)
    {
        var path = folder;
        // What a link leads to is no part of the entry, and may change when nobody looks.
        foreach (var part in file.Name.Split('/'))
        {
            path = Path.Combine(path, part);
            if (IsLink(path))
                return $"'{file.Name}' is reached by a link";
        }

        if (!File.Exists(path))
            return $"'{file.Name}' is missing";
        var size = new FileInfo(path).Length;
        if (size != file.Size)
            return $"'{file.Name}' has {size} bytes instead of {file.Size}";
        return FileHashes.Compute(path) == file.Sha256 ? null : $"the contents of '{file.Name}' have changed";
    }

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;
}
