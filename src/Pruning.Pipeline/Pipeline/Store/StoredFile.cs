using Pruning.Storage;

namespace Pruning.Pipeline.Store;

/// <summary>
/// One output of a stage: its name in the entry's folder (forward slashes), length in bytes and SHA-256.
/// </summary>
public sealed record StoredFile(string Name, long Size, string Sha256)
{
    /// <summary>Longer paths than this no stage makes, and some systems take none.</summary>
    private const int MaximumNameLength = 200;

    // Names come from manifests, perhaps of another machine, and are joined to the entry's folder: they must not lead
    // out of it, nor mean something else on another system.
    internal bool IsSound =>
        Name is { Length: > 0 and <= MaximumNameLength }
        && Name.Split('/').All(IsPart)
        && !IsManifest
        && Size >= 0
        && FileHashes.IsHash(Sha256);

    /// <summary>The folders of its name, from the outermost: <c>a</c> and <c>a/b</c> of <c>a/b/c</c>.</summary>
    internal IEnumerable<string> Folders =>
        Enumerable.Range(0, Name.Length).Where(at => Name[at] == '/').Select(at => Name[..at]);

    private bool IsManifest => string.Equals(Name, EntryManifest.FileName, StringComparison.OrdinalIgnoreCase);

    private static bool IsPart(string part) =>
        part.Length > 0
        && part[0] is not (' ' or '.')
        && part[^1] is not (' ' or '.')
        && part.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '.' or '-' or '_' or ' ');
}
