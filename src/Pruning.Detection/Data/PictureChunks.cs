using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Pruning.Data;

/// <summary>
/// The chunks that PNG and WebP files are made of, found by their heads alone. PNG third edition, 5.3; RFC 9649, 2.3
/// (RIFF).
/// </summary>
internal static class PictureChunks
{
    /// <summary>Bytes of a chunk's head: its size and its name.</summary>
    public const int HeadBytes = 8;

    /// <summary>Bytes behind a PNG chunk's content.</summary>
    public const int PngChecksum = 4;

    private const int PngSignature = 8;
    private const int RiffHead = 12;

    /// <summary>More chunks than any picture has: a damaged file is not walked for ever.</summary>
    private const int MostChunks = 1 << 20;

    /// <summary>
    /// Where a chunk's content begins, and the size that it states; null where there is no such chunk.
    /// </summary>
    /// <param name="name">Four letters.</param>
    public static (long Start, uint Size)? FindInPng(SafeFileHandle file, long length, ReadOnlySpan<byte> name) =>
        Find(file, length, name, isPng: true);

    /// <inheritdoc cref="FindInPng"/>
    public static (long Start, uint Size)? FindInWebP(SafeFileHandle file, long length, ReadOnlySpan<byte> name) =>
        Find(file, length, name, isPng: false);

    private static (long Start, uint Size)? Find(SafeFileHandle file, long length, ReadOnlySpan<byte> name, bool isPng)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        long at = isPng ? PngSignature : RiffHead;
        for (
            var chunk = 0;
            chunk < MostChunks && at + HeadBytes <= length && RandomAccess.Read(file, head, at) == HeadBytes;
            chunk++
        )
        {
            var size = isPng
                ? BinaryPrimitives.ReadUInt32BigEndian(head)
                : BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            if (isPng ? head.EndsWith(name) : head.StartsWith(name))
                return (at + HeadBytes, size);
            at += HeadBytes + size + (isPng ? PngChecksum : size % 2);
        }

        return null;
    }
}
