using Microsoft.ML.OnnxRuntime;
using SkiaSharp;

namespace Pruning.Benchmarks.Peers;

/// <summary>
/// What an app had to write before there was a package for it: the sample's own code of that time, with SkiaSharp for
/// the letterbox. The peer of <see cref="Runtime.Detector"/>.
/// </summary>
internal sealed class HandWrittenDetector(byte[] model, int imageSize, SessionOptions session) : IDisposable
{
    private const float LeastConfidence = 0.25f;
    private const float MostOverlap = 0.45f;
    private const int FirstClass = 5;

    private readonly InferenceSession _session = new(model, session);

    public void Dispose() => _session.Dispose();

    /// <summary>What is in a picture, surest first.</summary>
    public List<Found> Detect(SKBitmap picture)
    {
        var scale = Math.Min((float)imageSize / picture.Width, (float)imageSize / picture.Height);
        var (width, height) = ((int)(picture.Width * scale), (int)(picture.Height * scale));
        var (left, top) = ((imageSize - width) / 2, (imageSize - height) / 2);
        using var square = new SKBitmap(
            new SKImageInfo(imageSize, imageSize, SKColorType.Rgba8888, SKAlphaType.Opaque)
        );
        Draw(picture, square, SKRect.Create(left, top, width, height));
        using var input = OrtValue.CreateTensorValueFromMemory(
            ToPlanes(square.GetPixelSpan()),
            [1, 3, imageSize, imageSize]
        );
        using var options = new RunOptions();
        using var outputs = _session.Run(options, ["images"], [input], ["output0"]);
        var columns = (int)outputs[0].GetTensorTypeAndShape().Shape[2];
        return Suppress(Read(outputs[0].GetTensorDataAsSpan<float>(), columns, scale, left, top));
    }

    private static void Draw(SKBitmap picture, SKBitmap square, SKRect place)
    {
        using var image = SKImage.FromBitmap(picture);
        using var canvas = new SKCanvas(square);
        canvas.Clear(new SKColor(114, 114, 114));
        canvas.DrawImage(image, place, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.None));
        canvas.Flush();
    }

    private float[] ToPlanes(ReadOnlySpan<byte> pixels)
    {
        var plane = imageSize * imageSize;
        var planes = new float[3 * plane];
        for (var color = 0; color < 3; color++)
        {
            for (var index = 0; index < plane; index++)
                planes[(color * plane) + index] = pixels[(4 * index) + color] / 255f;
        }

        return planes;
    }

    private static List<Found> Read(ReadOnlySpan<float> rows, int columns, float scale, int left, int top)
    {
        var found = new List<Found>();
        for (; rows.Length > 0; rows = rows[columns..])
        {
            var scores = rows[FirstClass..columns];
            var best = 0;
            for (var i = 1; i < scores.Length; i++)
                best = scores[i] > scores[best] ? i : best;
            var confidence = rows[4] * scores[best];
            if (confidence >= LeastConfidence)
                found.Add(
                    new Found(
                        SKRect.Create(
                            (rows[0] - (rows[2] / 2) - left) / scale,
                            (rows[1] - (rows[3] / 2) - top) / scale,
                            rows[2] / scale,
                            rows[3] / scale
                        ),
                        best,
                        confidence
                    )
                );
        }

        return found;
    }

    private static List<Found> Suppress(List<Found> found)
    {
        var kept = new List<Found>();
        foreach (var box in found.OrderByDescending(box => box.Confidence))
        {
            if (kept.All(other => other.Class != box.Class || Overlap(other.Box, box.Box) <= MostOverlap))
                kept.Add(box);
        }

        return kept;
    }

    private static float Overlap(SKRect one, SKRect other)
    {
        var both = SKRect.Intersect(one, other);
        var shared = both.Width * both.Height;
        return shared / ((one.Width * one.Height) + (other.Width * other.Height) - shared);
    }

    /// <param name="Box">In pixels of the picture.</param>
    public sealed record Found(SKRect Box, int Class, float Confidence);
}
