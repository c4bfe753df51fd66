using System.Text;

namespace Pruning.Data;

/// <summary>
/// Names what a file is that bears an image's name and does not decode, from its first bytes, with what to do about it.
/// </summary>
internal static class FileKind
{
    /// <summary>A clause such as "it is a GIF picture, …"; null for an unknown kind.</summary>
    /// <param name="head">The file's first bytes.</param>
    public static string? Describe(ReadOnlySpan<byte> head)
    {
        if (Picture(head) is { } picture)
            return $"it is {picture}, which is not read; convert it to JPEG or PNG";
        if (TiffKind.Problem(head) is { } tiff)
            return tiff;
        if (head.StartsWith("version https://git-lfs"u8))
            return "it is a pointer of Git LFS and not the picture itself; fetch it with 'git lfs pull'";
        var text = Encoding.Latin1.GetString(head[..Math.Min(head.Length, 256)]).TrimStart();
        if (
            text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
        )
            return "it is a web page, as servers send instead of a file that they do not give; download it again";
        return head.StartsWith("%PDF"u8) ? "it is a PDF document; export its pictures" : null;
    }

    /// <summary>Whether the bytes begin a picture of any kind that is known here, read or not.</summary>
    public static bool IsPicture(ReadOnlySpan<byte> head) =>
        Picture(head) is not null || ImageHeader.Read(head) is not null || TiffKind.IsTiff(head);

    private static string? Picture(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("GIF8"u8))
            return "a GIF picture";
        if (head.Length >= 12 && head[4..].StartsWith("ftyp"u8))
            return head[8..12] switch
            {
                [(byte)'h', (byte)'e', ..]
                or [(byte)'m', (byte)'i', (byte)'f', _]
                or [(byte)'m', (byte)'s', (byte)'f', _] => "a HEIC picture",
                [(byte)'a', (byte)'v', (byte)'i', _] => "an AVIF picture",
                _ => "a video or another file of the MP4 family",
            };
        if (
            head.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 12, (byte)'j', (byte)'P'])
            || head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x4F, 0xFF, 0x51])
        )
            return "a JPEG 2000 picture";
        if (
            head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x0A])
            || head.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L'])
        )
            return "a JPEG XL picture";
        if (head.StartsWith("8BPS"u8))
            return "a Photoshop document";
        return head.StartsWith("<svg"u8) ? "an SVG drawing" : null;
    }
}
