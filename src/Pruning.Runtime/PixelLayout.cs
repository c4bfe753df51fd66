namespace Pruning.Runtime;

/// <summary>What a picture's bytes mean, in memory order.</summary>
public enum PixelLayout
{
    /// <summary>Red, green, blue: three bytes a pixel.</summary>
    Rgb,

    /// <summary>Blue, green, red: three bytes a pixel, as OpenCV and System.Drawing's Format24bppRgb have them.</summary>
    Bgr,

    /// <summary>Red, green, blue, and a byte that is not looked at.</summary>
    Rgba,

    /// <summary>Blue, green, red, and a byte that is not looked at, as SkiaSharp and WPF have them.</summary>
    Bgra,

    /// <summary>One byte a pixel.</summary>
    Gray,
}
