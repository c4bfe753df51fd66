using System.Collections.Immutable;
using OpenCvSharp;
using Pruning.Data;
using Pruning.Evaluation;
using Pruning.Graphs;
using Pruning.Reporting.Details;

namespace Pruning.Pipeline.Stages;

/// <summary>
/// A handful of a split's pictures, always the same, made small, with the detections of two networks.
/// </summary>
public static class PictureSamples
{
    /// <summary>At most so many pictures.</summary>
    public const int Count = 6;

    /// <summary>The long side of a copy, pixels.</summary>
    public const int LongSide = 480;

    // Of a crowd, the surest: a page that can be read, of a size that is bounded.
    private const int BoxesShown = 60;
    private const int JpegQuality = 75;

    /// <summary>Evenly spread over the split's images that have labels, or over all where none has.</summary>
    public static ImmutableArray<string> Choose(DatasetSplit split)
    {
        var labelled = split.Images.Where(image => image.Labels.Length > 0).ToList();
        var images = labelled.Count > 0 ? labelled : [.. split.Images];
        var count = Math.Min(Count, images.Count);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(index => images[count == 1 ? 0 : (int)((long)index * (images.Count - 1) / (count - 1))].Path),
        ];
    }

    public static SamplePicture Detect(string path, IDetector baseline, IDetector model, int imageSize)
    {
        using var decoded = ImageDecoder.Decode(path);
        var original = new Extent(decoded.Rows, decoded.Cols);
        var small = Shrunk(original);
        var copy = BgrImage.Allocate(small);
        copy.Fill(decoded, InterpolationFlags.Area);
        using var view = copy.AsMat();
        return new SamplePicture(
            Path.GetFileName(path),
            small.Width,
            small.Height,
            view.ImEncode(".jpg", new ImageEncodingParam(ImwriteFlags.JpegQuality, JpegQuality)),
            Boxes(path, baseline, imageSize, original, small),
            Boxes(path, model, imageSize, original, small)
        );
    }

    internal static Extent Shrunk(Extent original)
    {
        var scale = Math.Min(1, (double)LongSide / Math.Max(original.Height, original.Width));
        return new Extent(Math.Max(1, (int)(original.Height * scale)), Math.Max(1, (int)(original.Width * scale)));
    }

    private static ImmutableArray<SampleBox> Boxes(
        string path,
        IDetector detector,
        int imageSize,
        Extent original,
        Extent small
    )
    {
        var (x, y) = ((double)small.Width / original.Width, (double)small.Height / original.Height);
        return
        [
            .. PictureDetection
                .Run(detector, path, imageSize, SuppressionOptions.ForPictures)
                .Take(BoxesShown)
                .Select(box => new SampleBox(
                    Math.Round(box.Left * x, 1),
                    Math.Round(box.Top * y, 1),
                    Math.Round(box.Right * x, 1),
                    Math.Round(box.Bottom * y, 1),
                    Math.Round(box.Confidence, 3),
                    box.ClassIndex
                )),
        ];
    }
}
