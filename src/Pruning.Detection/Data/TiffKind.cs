namespace Pruning.Data;

/// <summary>
/// TIFF files of kinds that are whole and do not decode: large-file TIFF, and pixels that are no 8 or 16 bits.
/// </summary>
internal static class TiffKind
{
    private const ushort BitsPerSample = 0x0102;
    private const ushort SampleFormat = 0x0153;
    private const uint FloatingPoint = 3;

    public static bool IsTiff(ReadOnlySpan<byte> file) =>
        file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8) || IsBig(file);

    /// <summary>
    /// Why it is not read and how to convert it, a clause; null for a TIFF that may decode, and for other files.
    /// </summary>
    /// <param name="file">From its start; its directory may lie at the end.</param>
    public static string? Problem(ReadOnlySpan<byte> file)
    {
        if (IsBig(file))
            return "it is a BigTIFF (64-bit offsets), which is not read; convert it to a classic TIFF or a PNG, for "
                + "example with 'tiffcp' without -8";
        if (!IsTiff(file))
            return null;
        var bits = TiffDirectory.First(file, BitsPerSample) ?? 1;
        return TiffDirectory.First(file, SampleFormat) switch
        {
            FloatingPoint =>
                $"it is a TIFF of {bits}-bit floating-point pixels, which have no fixed range of brightness; "
                    + $"convert it to 8 or 16 bits, scaled as the objects need it",
            _ => bits > 16 ? $"it is a TIFF of {bits}-bit pixels, which is not read; convert it to 8 or 16 bits" : null,
        };
    }

    private static bool IsBig(ReadOnlySpan<byte> file) => file.StartsWith("II+\0"u8) || file.StartsWith("MM\0+"u8);
}
