namespace Pruning.Data;

/// <summary>
/// Files among a split's images that are pictures of a kind that is not read: passed over, and counted so that nobody
/// misses them.
/// </summary>
internal static class ForeignPicture
{
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".gif",
        ".heic",
        ".heif",
        ".avif",
        ".jxl",
        ".jp2",
        ".j2k",
        ".jfif",
        ".jpe",
        ".dng",
        ".cr2",
        ".cr3",
        ".nef",
        ".arw",
        ".raw",
        ".tga",
        ".ppm",
        ".pgm",
        ".pbm",
        ".pnm",
        ".pfm",
        ".exr",
        ".hdr",
        ".svg",
        ".psd",
        ".dcm",
        ".fits",
    };

    private const int HeadBytes = 4096;

    /// <summary>What it is, a clause; null for any other file.</summary>
    public static string? Describe(string path)
    {
        var extension = Path.GetExtension(path);
        if (Extensions.Contains(extension))
            return $"'{extension}' files are not read; convert it to JPEG or PNG";
        return extension.Length == 0 && BeginsAsPicture(path)
            ? "a picture without an extension; give it one, such as .jpg"
            : null;
    }

    private static bool BeginsAsPicture(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var head = new byte[HeadBytes];
            return FileKind.IsPicture(head.AsSpan(0, RandomAccess.Read(file, head, 0)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
