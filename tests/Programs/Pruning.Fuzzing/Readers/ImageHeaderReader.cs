using Pruning.Data;

namespace Pruning.Fuzzing.Readers;

/// <summary>
/// The first look at a picture: kind, size, how it is turned, whether its end is there. Nothing is decoded, and nothing
/// may be thrown.
/// </summary>
internal sealed class ImageHeaderReader()
    : FileReader(
        "image",
        "image",
        "Pruning.Data.Image",
        "Pruning.Data.ExifChunk",
        "Pruning.Data.Picture",
        "Pruning.Data.Tiff",
        "Pruning.Data.FileKind",
        "Pruning.Data.ForeignPicture"
    )
{
    public override IReadOnlyList<string> Words =>
        [
            "\u0089PNG\r\n\u001a\n",
            "IHDR",
            "IEND",
            "IDAT",
            "eXIf",
            "\u00ff\u00d8\u00ff\u00e1",
            "\u00ff\u00d9",
            "\u00ff\u00c0",
            "\u00ff\u00c2",
            "\u00ff\u00da",
            "\u00ff\u00d0",
            "Exif\0\0",
            "RIFF",
            "WEBP",
            "VP8 ",
            "VP8L",
            "VP8X",
            "EXIF",
            "BM",
            "II*\0",
            "MM\0*",
            "II+\0",
            "GIF8",
            "ftypheic",
            "ftypavif",
            "\u0012\u0001",
            "\u0000\u0001",
            "\u0001\u0001",
        ];

    protected override string? ReadFile(string path) =>
        $"{ImageProbe.Look(path)} {ForeignPicture.Describe(path)} {FileKind.Describe(File.ReadAllBytes(path))}";
}
