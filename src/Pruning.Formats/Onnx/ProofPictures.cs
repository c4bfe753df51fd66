namespace Pruning.Onnx;

/// <summary>
/// The pictures that an export is proved on: deterministic, and together touching flat, smooth, sharp and noisy input.
/// </summary>
internal static class ProofPictures
{
    public const int Count = 4;

    /// <returns>
    /// <c>[Count, 3, height, width]</c>: noise; gradients; discs on a checkerboard; the letterbox's grey with noisy
    /// bars.
    /// </returns>
    public static byte[] Create(int height, int width)
    {
        var pixels = new byte[Count * 3 * height * width];
        var random = new Random(20_240_229);
        var i = 0;
        for (var picture = 0; picture < Count; picture++)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                for (var y = 0; y < height; y++)
                {
                    for (var x = 0; x < width; x++)
                        pixels[i++] = Pixel(picture, channel, y, x, height, width, random);
                }
            }
        }

        return pixels;
    }

    private static byte Pixel(int picture, int channel, int y, int x, int height, int width, Random random) =>
        picture switch
        {
            0 => (byte)random.Next(256),
            1 => channel switch
            {
                0 => (byte)(255 * x / width),
                1 => (byte)(255 * y / height),
                _ => (byte)(255 * (x + y) / (width + height)),
            },
            2 => OnDisc(y, x, Math.Max(8, width / 4)) ? (byte)(60 + 80 * channel) : (byte)((x / 8 + y / 8) % 2 * 255),
            _ => y < height / 4 || y >= height - height / 4
                ? (byte)114
                : (byte)(x / 16 % 2 == 0 ? random.Next(256) : 30 * (channel + 1)),
        };

    /// <summary>A disc in each cell of a grid.</summary>
    private static bool OnDisc(int y, int x, int cell)
    {
        var (dy, dx) = (y % cell - cell / 2, x % cell - cell / 2);
        return dy * dy + dx * dx < cell * cell / 9;
    }
}
