using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Pruning.Data;

/// <summary>
/// The camera's notes of PNG and WebP files, which are chunks of their own and may stand behind the picture: whether height and width are
/// exchanged when the picture is decoded. PNG third edition, 11.3.5.4 (<c>eXIf</c>); RFC 9649, 2.7.1.5 (<c>EXIF</c>).
/// </summary>
internal static class ExifChunk
{
    private const int PngSignature = 8;
    private const int RiffHead = 12;
    private const int PngChecksum = 4;
    private const int HeadBytes = 8;

    /// <summary>More chunks than any picture has: a damaged file is not walked for ever.</summary>
    private const int MostChunks = 1 << 20;

    /// <summary>The orientation is among the first notes; pictures within the notes come later.</summary>
    private const int MostNotes = 64 << 10;

    /// <param name="head">The file's first bytes, 32 or more where it has as many.</param>
    public static bool IsTurned(SafeFileHandle file, long length, ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47]))
            return IsTurned(file, length, PngSignature, isPng: true);
        // Only the extended header has notes, and a flag for them.
        return head.Length > 20 && head.StartsWith("RIFF"u8) && head[RiffHead..].StartsWith("VP8X"u8) && (head[20] & 0x08) != 0 && IsTurned(file, length, RiffHead, isPng: false);
    }

    private static bool IsTurned(SafeFileHandle file, long length, long start, bool isPng)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        var at = start;
        for (var chunk = 0; chunk < MostChunks && at + HeadBytes <= length; chunk++)
        {
            if (RandomAccess.Read(file, head, at) < HeadBytes)
                return false;
            var size = isPng ? BinaryPrimitives.ReadUInt32BigEndian(head) : BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            if (isPng ? head.EndsWith("eXIf"u8) : head.StartsWith("EXIF"u8))
                return IsTurned(file, at + HeadBytes, (int)Math.Min(size, MostNotes));
            at += HeadBytes + size + (isPng ? PngChecksum : size % 2);
        }

        return false;
    }

    private static bool IsTurned(SafeFileHandle file, long at, int size)
    {
        var notes = new byte[size];
        var read = RandomAccess.Read(file, notes, at);
        return TiffDirectory.IsTurned(notes.AsSpan(0, read));
    }
}
