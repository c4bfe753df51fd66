namespace Pruning.Fuzzing.Readers;

/// <summary>Two pictures that annotations are about.</summary>
internal static class SmallPictures
{
    // The header of a PNG of 64 by 48 pixels and its end: sizes are read without decoding.
    private static readonly byte[] Png =
    [
        0x89,
        0x50,
        0x4E,
        0x47,
        0x0D,
        0x0A,
        0x1A,
        0x0A,
        0,
        0,
        0,
        13,
        0x49,
        0x48,
        0x44,
        0x52,
        0,
        0,
        0,
        64,
        0,
        0,
        0,
        48,
        8,
        2,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0x49,
        0x45,
        0x4E,
        0x44,
        0xAE,
        0x42,
        0x60,
        0x82,
    ];

    public static void In(string folder)
    {
        foreach (var name in (string[])["a.png", "b.png"])
        {
            if (!File.Exists(Path.Combine(folder, name)))
                File.WriteAllBytes(Path.Combine(folder, name), Png);
        }
    }
}
