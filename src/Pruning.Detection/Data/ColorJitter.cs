using OpenCvSharp;

namespace Pruning.Data;

/// <summary>
/// Random gains of hue, saturation and brightness, applied in place through tables over OpenCV's HSV (hue 0 to 179).
/// </summary>
internal static class ColorJitter
{
    private const int Hues = 180;

    public static void Apply(BgrImage image, AugmentationOptions options, ref CounterRandom random)
    {
        var hue = 1 + random.Uniform(-1, 1) * options.HueGain;
        var saturation = 1 + random.Uniform(-1, 1) * options.SaturationGain;
        var value = 1 + random.Uniform(-1, 1) * options.ValueGain;
        if (options is { HueGain: 0, SaturationGain: 0, ValueGain: 0 })
            return;
        Span<byte> hues = stackalloc byte[256];
        Span<byte> saturations = stackalloc byte[256];
        Span<byte> values = stackalloc byte[256];
        for (var i = 0; i < 256; i++)
        {
            hues[i] = (byte)(((i * hue % Hues) + Hues) % Hues);
            saturations[i] = (byte)Math.Clamp(i * saturation, 0, 255);
            values[i] = (byte)Math.Clamp(i * value, 0, 255);
        }

        using var view = image.AsMat();
        Cv2.CvtColor(view, view, ColorConversionCodes.BGR2HSV);
        Map(image.Pixels, hues, saturations, values);
        Cv2.CvtColor(view, view, ColorConversionCodes.HSV2BGR);
    }

    private static void Map(
        Span<byte> pixels,
        ReadOnlySpan<byte> hues,
        ReadOnlySpan<byte> saturations,
        ReadOnlySpan<byte> values
    )
    {
        for (var i = 0; i + 2 < pixels.Length; i += 3)
        {
            pixels[i] = hues[pixels[i]];
            pixels[i + 1] = saturations[pixels[i + 1]];
            pixels[i + 2] = values[pixels[i + 2]];
        }
    }
}
