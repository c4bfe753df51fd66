namespace Pruning.Data.Import;

/// <summary>
/// The images in a folder and below it, to be found by names that others wrote: with another machine's folders before
/// them, as an address, in another case, without extension, or with accents composed otherwise (NFC and NFD). What is
/// found is a file that is there, so no name leads out of the folder.
/// </summary>
internal sealed class ImageNames
{
    private const int MaximumLength = 4096;
    private const int MaximumParts = 64;

    private readonly Dictionary<string, List<string>> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _byStem = new(StringComparer.Ordinal);

    private ImageNames(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            Add(_byName, Folded(name), name);
            Add(_byStem, Folded(Stem(name)), name);
        }
    }

    public static ImageNames In(string folder) =>
        new(
            Directory.Exists(folder)
                ? FolderSearch
                    .Run(folder)
                    .Files.Where(ImageListing.IsImage)
                    .Select(path => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'))
                    .Order(StringComparer.Ordinal)
                : []
        );

    /// <summary>
    /// The image that a written name most likely means: relative, with forward slashes. Null for none.
    /// </summary>
    public string? Nearest(string? written)
    {
        if (string.IsNullOrWhiteSpace(written) || written.Length > MaximumLength)
            return null;
        var parts = Parts(written);
        for (var first = Math.Max(0, parts.Length - MaximumParts); first < parts.Length; first++)
        {
            var name = string.Join('/', parts[first..]);
            if (Best(_byName, name, name) is { } found)
                return found;
            if (!ImageListing.IsImage(name) && WithStem(name) is { } extended)
                return extended;
        }

        return null;
    }

    /// <summary>The image of a name without its extension.</summary>
    public string? WithStem(string stem) => Best(_byStem, stem, stem);

    /// <summary>The last part of a written name.</summary>
    public static string Last(string written) => Parts(written) is [.., var last] ? last : "";

    private static string[] Parts(string written)
    {
        var path =
            written.Contains("://", StringComparison.Ordinal)
            && Uri.TryCreate(written.Trim(), UriKind.Absolute, out var address)
                ? Uri.UnescapeDataString(address.AbsolutePath)
                : written;
        return
        [
            .. path.Replace('\\', '/')
                .Split('/')
                .Select(part => part.Trim())
                .Where(part => part is not ("" or "." or "..")),
        ];
    }

    /// <summary>Of several that differ in case or extension only: the one that is written so, else the first.</summary>
    private static string? Best(Dictionary<string, List<string>> names, string key, string written) =>
        names.TryGetValue(Folded(key), out var found)
            ? found.Find(name => name == written || Stem(name) == written) ?? found[0]
            : null;

    private static void Add(Dictionary<string, List<string>> names, string key, string name)
    {
        if (names.TryGetValue(key, out var known))
            known.Add(name);
        else
            names[key] = [name];
    }

    private static string Stem(string name) => name[..^Path.GetExtension(name).Length];

    private static string Folded(string name) => ComposedName.Compose(name).ToLowerInvariant();
}
