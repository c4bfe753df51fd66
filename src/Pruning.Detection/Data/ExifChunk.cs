using Microsoft.Win32.SafeHandles;

namespace Pruning.Data;

/// <summary>
/// The camera's notes of PNG and WebP files, which are chunks of their own and may stand behind the picture: whether
/// height and width are exchanged when the picture is decoded. PNG third edition, 11.3.5.4 (<c>eXIf</c>); RFC 9649,
/// 2.7.1.5 (<c>EXIF</c>).
/// </summary>
internal static class ExifChunk
{
    private const int RiffHead = 12;

    /// <summary>The orientation is among the first notes; pictures within the notes come later.</summary>
    private const int MostNotes = 64 << 10;

    /// <param name="head">The file's first bytes, 32 or more where it has as many.</param>
    public static bool IsTurned(SafeFileHandle file, long length, ReadOnlySpan<byte> head)
    {
        if (head.StartsWith(ImageHeader.PngStart))
            return IsTurned(file, PictureChunks.FindInPng(file, length, "eXIf"u8));
        // Only the extended header has notes, and a flag for them.
        var hasNotes =
            head.Length > 20
            && head.StartsWith("RIFF"u8)
            && head[RiffHead..].StartsWith("VP8X"u8)
            && (head[20] & 0x08) != 0;
        return hasNotes && IsTurned(file, PictureChunks.FindInWebP(file, length, "EXIF"u8));
    }

    private static bool IsTurned(SafeFileHandle file, (long Start, uint Size)? chunk)
    {
        if (chunk is not { } found)
            return false;
        var notes = new byte[Math.Min(found.Size, MostNotes)];
        var read = RandomAccess.Read(file, notes, found.Start);
        return TiffDirectory.IsTurned(notes.AsSpan(0, read));
    }
}
