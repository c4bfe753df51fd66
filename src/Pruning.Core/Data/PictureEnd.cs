using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Pruning.Data;

/// <summary>
/// Whether an image file has its end. Programs append what they like behind it (a second picture, a film of the moment, notes), so the parts are
/// walked and not only the last bytes looked at. ITU-T T.81, annex B (JPEG); PNG third edition, 5.3.
/// </summary>
internal static class PictureEnd
{
    private const int PngSignature = 8;
    private const int ChunkHead = 8;
    private const int ChunkChecksum = 4;
    private const int MostChunks = 1 << 20;

    /// <param name="jpeg">The whole file.</param>
    public static bool IsMissingFromJpeg(ReadOnlySpan<byte> jpeg)
    {
        for (var at = 2; at + 1 < jpeg.Length;)
        {
            if (jpeg[at] != 0xFF)
            {
                // The picture's data, up to the next marker.
                var next = jpeg[at..].IndexOf((byte)0xFF);
                if (next < 0)
                    return true;
                at += next;
                continue;
            }

            var marker = jpeg[at + 1];
            if (marker == 0xD9)
                return false;
            // A byte of data, restart marks, and marks without a body; several 0xFF are filling.
            if (marker is 0 or 1 or (>= 0xD0 and <= 0xD8))
                at += 2;
            else if (marker == 0xFF)
                at++;
            else if (at + 4 > jpeg.Length)
                return true;
            else
                at += 2 + Math.Max(2, (int)BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 2)..]));
        }

        return true;
    }

    /// <summary>Looks at the heads of a PNG's chunks.</summary>
    public static bool IsMissingFromPng(SafeFileHandle file, long length)
    {
        Span<byte> head = stackalloc byte[ChunkHead];
        long at = PngSignature;
        for (var chunk = 0; chunk < MostChunks && at + ChunkHead + ChunkChecksum <= length && RandomAccess.Read(file, head, at) == ChunkHead; chunk++)
        {
            if (head.EndsWith("IEND"u8))
                return false;
            at += ChunkHead + BinaryPrimitives.ReadUInt32BigEndian(head) + ChunkChecksum;
        }

        return true;
    }
}
