namespace Pruning.Data.Import;

/// <summary>File names that somebody else wrote: none may lead out of the folder that it is joined to.</summary>
internal static class SafeName
{
    private const int MaximumLength = 400;
    private const int MaximumParts = 16;

    /// <summary>The relative name with forward slashes, or null where it is no such thing on some system.</summary>
    public static string? Make(string? written)
    {
        if (string.IsNullOrWhiteSpace(written) || written.Length > MaximumLength)
            return null;
        var parts = written.Replace('\\', '/').Split('/').Where(part => part != ".").ToArray();
        return parts.Length is > 0 and <= MaximumParts && parts.All(IsName) ? string.Join('/', parts) : null;
    }

    // Empty parts: rooted. A colon: a drive or a stream. Trailing dots and spaces vanish on Windows.
    private static bool IsName(string part) =>
        part.Length > 0
        && part != ".."
        && !part.EndsWith('.')
        && part.Trim() == part
        && !part.Any(letter => char.IsControl(letter) || letter is ':' or '*' or '?' or '"' or '<' or '>' or '|');
}
