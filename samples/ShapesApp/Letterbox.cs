using SkiaSharp;

namespace ShapesApp;

/// <summary>Fits a picture of any shape into the model's square input: scaled, centred, the rest grey. As in training.</summary>
internal sealed class Letterbox
{
    private readonly float _scale;
    private readonly int _left,
        _top;

    /// <param name="size">Pixels of the model's input.</param>
    public Letterbox(SKBitmap picture, int size)
    {
        _scale = Math.Min((float)size / picture.Width, (float)size / picture.Height);
        var (width, height) = ((int)(picture.Width * _scale), (int)(picture.Height * _scale));
        (_left, _top) = ((size - width) / 2, (size - height) / 2);

        using var square = new SKBitmap(new SKImageInfo(size, size, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var image = SKImage.FromBitmap(picture);
        using var canvas = new SKCanvas(square);
        canvas.Clear(new SKColor(114, 114, 114));
        canvas.DrawImage(
            image,
            SKRect.Create(_left, _top, width, height),
            new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.None)
        );
        canvas.Flush();
        Input = ToPlanes(square.GetPixelSpan(), size);
    }

    /// <summary>The model's input: [1, 3, size, size], red, green, blue, each 0 to 1.</summary>
    public float[] Input { get; }

    /// <summary>From a box in the model's input (centre and size) to one in the picture.</summary>
    public Box ToPicture(float centerX, float centerY, float width, float height) =>
        new(
            (centerX - (width / 2) - _left) / _scale,
            (centerY - (height / 2) - _top) / _scale,
            width / _scale,
            height / _scale
        );

    // The picture keeps red, green, blue and opacity side by side; the model wants one plane each of the first three.
    private static float[] ToPlanes(ReadOnlySpan<byte> pixels, int size)
    {
        var planes = new float[3 * size * size];
        for (var plane = 0; plane < 3; plane++)
        {
            for (var index = 0; index < size * size; index++)
                planes[(plane * size * size) + index] = pixels[(4 * index) + plane] / 255f;
        }

        return planes;
    }
}
