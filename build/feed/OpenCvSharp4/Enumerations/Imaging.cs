namespace OpenCvSharp;

[Flags]
public enum ImreadModes
{
    Unchanged = -1, Grayscale = 0, Color = 1, AnyDepth = 2, AnyColor = 4, LoadGdal = 8,
    ReducedGrayscale2 = 16, ReducedColor2 = 17, ReducedGrayscale4 = 32, ReducedColor4 = 33, ReducedGrayscale8 = 64, ReducedColor8 = 65,
    IgnoreOrientation = 128,
}

public enum ImwriteFlags
{
    JpegQuality = 1, JpegProgressive = 2, JpegOptimize = 3, JpegRstInterval = 4, JpegLumaQuality = 5, JpegChromaQuality = 6,
    PngCompression = 16, PngStrategy = 17, PngBilevel = 18, PxmBinary = 32, WebPQuality = 64, TiffCompression = 259,
}

/// <summary>One setting of an encoder.</summary>
public record ImageEncodingParam
{
    public ImageEncodingParam(ImwriteFlags id, int value) => (EncodingId, Value) = (id, value);

    public ImwriteFlags EncodingId { get; }
    public int Value { get; }
}

[Flags]
public enum InterpolationFlags
{
    Nearest = 0, Linear = 1, Cubic = 2, Area = 3, Lanczos4 = 4, LinearExact = 5, Max = 7, WarpFillOutliers = 8, WarpInverseMap = 16,
}

public enum LineTypes { Link8 = 8, Link4 = 4, AntiAlias = 16 }

[Flags]
public enum HersheyFonts
{
    HersheySimplex = 0, HersheyPlain = 1, HersheyDuplex = 2, HersheyComplex = 3, HersheyTriplex = 4, HersheyComplexSmall = 5,
    HersheyScriptSimplex = 6, HersheyScriptComplex = 7, Italic = 16,
}

public enum ColorConversionCodes
{
    BGR2BGRA = 0, RGB2RGBA = 0, BGRA2BGR = 1, RGBA2RGB = 1, BGR2RGBA = 2, RGB2BGRA = 2, RGBA2BGR = 3, BGRA2RGB = 3,
    BGR2RGB = 4, RGB2BGR = 4, BGRA2RGBA = 5, RGBA2BGRA = 5, BGR2GRAY = 6, RGB2GRAY = 7, GRAY2BGR = 8, GRAY2RGB = 8,
    GRAY2BGRA = 9, GRAY2RGBA = 9, BGRA2GRAY = 10, RGBA2GRAY = 11, BGR2YCrCb = 36, RGB2YCrCb = 37, YCrCb2BGR = 38, YCrCb2RGB = 39,
    BGR2HSV = 40, RGB2HSV = 41, BGR2Lab = 44, RGB2Lab = 45, BGR2HLS = 52, RGB2HLS = 53, HSV2BGR = 54, HSV2RGB = 55,
    Lab2BGR = 56, Lab2RGB = 57, HLS2BGR = 60, HLS2RGB = 61,
}
