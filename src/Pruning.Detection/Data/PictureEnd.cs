using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Pruning.Data;

/// <summary>
/// Whether an image file has its end. Programs append what they like behind it (a second picture, a film of the moment,
/// notes), so the parts are walked and not only the last bytes looked at. ITU-T T.81, annex B (JPEG); PNG third
/// edition, 5.3.
/// </summary>
internal static class PictureEnd
{
    /// <param name="jpeg">The whole file.</param>
    public static bool IsMissingFromJpeg(ReadOnlySpan<byte> jpeg)
    {
        for (var at = 2; at + 1 < jpeg.Length; )
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
    public static bool IsMissingFromPng(SafeFileHandle file, long length) =>
        PictureChunks.FindInPng(file, length, "IEND"u8) is not { } end
        || end.Start + PictureChunks.PngChecksum > length;
}
