using SkiaSharp;

namespace ShapesApp;

/// <summary>Draws what was found.</summary>
internal static class Annotation
{
    // Small pictures are enlarged towards this many pixels, for the writing to fit.
    private const int ReadableSize = 640;

    private static readonly SKColor[] Colors =
    [
        new(255, 60, 60),
        new(60, 220, 60),
        new(40, 160, 255),
        new(255, 220, 40),
    ];

    /// <returns>An annotated copy of the picture, which the caller disposes. A machine without fonts, such as a small container, gets boxes without captions.</returns>
    public static SKBitmap Draw(SKBitmap picture, IReadOnlyList<Detection> detections, IReadOnlyList<string> labels)
    {
        var scale = Math.Max(1, ReadableSize / Math.Max(picture.Width, picture.Height));
        var drawn = new SKBitmap(picture.Width * scale, picture.Height * scale);
        using var image = SKImage.FromBitmap(picture);
        using var canvas = new SKCanvas(drawn);
        using var font = new SKFont(SKTypeface.Default, 16);
        canvas.DrawImage(
            image,
            SKRect.Create(drawn.Width, drawn.Height),
            new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.None)
        );
        foreach (var (box, label, confidence) in detections)
        {
            using var paint = new SKPaint
            {
                Color = Colors[label % Colors.Length],
                StrokeWidth = 2,
                Style = SKPaintStyle.Stroke,
            };
            canvas.DrawRect(
                SKRect.Create(box.Left * scale, box.Top * scale, box.Width * scale, box.Height * scale),
                paint
            );
            paint.Style = SKPaintStyle.Fill;
            var text = FormattableString.Invariant($"{labels[label]} {confidence:0.00}");
            canvas.DrawText(
                text,
                Math.Max(0, box.Left * scale),
                Math.Max(14, (box.Top * scale) - 4),
                SKTextAlign.Left,
                font,
                paint
            );
        }

        canvas.Flush();
        return drawn;
    }
}
