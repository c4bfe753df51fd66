using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Pruning.Storage;

/// <summary>
/// Text files whose words go on into models and reports: UTF-8, or UTF-16 or UTF-32 with their mark. Bytes of another
/// encoding are an error and not replaced: <c>zelle_größe</c> would become another class.
/// </summary>
internal static class Utf8File
{
    /// <exception cref="TextEncodingException">It is another encoding.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        return IsMarked(bytes) ? File.ReadAllText(path) : Decoded(bytes);
    }

    private static bool IsMarked(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])
        || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
        || bytes.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF]);

    private static string Decoded(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        var text = new char[bytes.Length];
        if (
            Utf8.ToUtf16(bytes, text, out var read, out var written, replaceInvalidSequences: false)
            == OperationStatus.Done
        )
            return new string(text, 0, written);
        var before = bytes[..read];
        throw new TextEncodingException(
            1 + before.Count((byte)'\n'),
            read - before.LastIndexOf((byte)'\n'),
            bytes[read]
        );
    }
}

/// <summary>A text file in another encoding than UTF-8.</summary>
/// <param name="line">One-based.</param>
/// <param name="column">One-based, in bytes.</param>
internal sealed class TextEncodingException(int line, int column, byte value)
    : FormatException(
        $"it is not in UTF-8: line {line} has the byte 0x{value:X2}, which older encodings "
            + $"use{(value >= 0xA0 ? $" ('{(char)value}' in ISO 8859-1)" : "")}; save the file in UTF-8"
    )
{
    public int Line => line;

    public int Column => column;
}
