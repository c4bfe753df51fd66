using OpenCvSharp;
using Pruning.Checkpoints;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Onnx.Runtime;
using Pruning.Pipeline.Stages;
using Pruning.Testing;

namespace Pruning.Runtime;

/// <summary>What an app finds with the runtime package is what <c>dotnet prune detect</c> finds.</summary>
public class DetectorParityTests
{
    private const float MostPixels = 0.5f;
    private const float MostConfidence = 0.005f;

    [RealDataTheory]
    [InlineData("coco-val128/images/val", 320, 0.25f)]
    [InlineData("coco-val128/images/val", 640, 0.25f)]
    [InlineData("bccd/images/val", 320, 0.02f)]
    public void Boxes_are_those_of_the_tool(string folder, int size, float confidence)
    {
        var network = CheckpointReader.Read(TestData.PathOf("yolov5n.pt"), new DiagnosticList());
        var onnx = OnnxExporter.Export(network, new OnnxExportOptions(size));
        using var theirs = new OnnxDetector(onnx, "model.onnx");
        using var ours = new Detector(onnx, new DetectorOptions { Confidence = confidence });
        var options = SuppressionOptions.ForPictures with { Confidence = confidence };
        var boxes = 0;
        foreach (var path in Directory.EnumerateFiles(TestData.PathOf(folder)).Order().Take(64))
        {
            var expected = PictureDetection.Run(theirs, path, size, options);
            using var decoded = ImageDecoder.Decode(path);
            var actual = ours.Detect(Of(decoded));
            AssertAlike(path, expected, actual);
            boxes += actual.Count;
        }

        Assert.InRange(boxes, 64, 6400);
    }

    [RealDataTheory]
    [InlineData(320)]
    [InlineData(640)]
    public void The_mAP_is_that_of_evaluation(int size)
    {
        var network = CheckpointReader.Read(TestData.PathOf("yolov5n.pt"), new DiagnosticList());
        var onnx = OnnxExporter.Export(network, new OnnxExportOptions(size));
        var split = Dataset.Load(TestData.PathOf("coco-val128/data.yaml"), new DiagnosticList()).Split("val");
        using var engine = OnnxDetector.ForDatasets(onnx, "model.onnx");
        var measured = Evaluator.Evaluate(engine, split, new EvaluationOptions { ImageSize = size });
        var seen = RuntimeAccuracy.Measure(onnx, split, size, _ => { }, default);
        Assert.InRange(Math.Abs(seen!.Value - measured.Map5095!.Value), 0, 0.001);
    }

    // Shrunk, enlarged, wide, high, by halves, not at all; into inputs that are not square, too.
    [Theory]
    [InlineData(64, 64, 64)]
    [InlineData(128, 128, 64)]
    [InlineData(200, 37, 64)]
    [InlineData(33, 150, 64)]
    [InlineData(20, 11, 64)]
    [InlineData(1, 1, 64)]
    [InlineData(641, 479, 64)]
    [InlineData(641, 479, 96)]
    [InlineData(33, 150, 32)]
    [InlineData(64, 32, 32)]
    public void Pixels_are_those_that_OpenCV_makes(int width, int height, int inputHeight)
    {
        const int Side = 64;
        using var picture = new Mat(height, width, MatType.CV_8UC3);
        new Random(1).NextBytes(picture.AsSpan<byte>());
        var letterbox = ImageFitting.Place(new Extent(height, width), new Extent(inputHeight, Side));
        var resized = BgrImage.Allocate(letterbox.Resized);
        resized.Fill(picture, InterpolationFlags.Linear);
        var expected = new byte[3 * inputHeight * Side];
        PlanarPixels.WriteLetterboxed(resized, letterbox, expected);
        var actual = new float[expected.Length];
        var placed = new InputWriter().Write(Of(picture), actual, Side, inputHeight);
        Assert.Equal((letterbox.Left, letterbox.Top), (placed.Left, placed.Top));
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs((actual[i] * 255) - expected[i]) < 0.01, $"{i}: {actual[i] * 255} for {expected[i]}");
    }

    // As evaluation fits them: averages where they shrink, the short side cut off to whole pixels.
    [Theory]
    [InlineData(64, 64)]
    [InlineData(128, 96)]
    [InlineData(192, 192)]
    [InlineData(201, 37)]
    [InlineData(33, 150)]
    [InlineData(20, 11)]
    [InlineData(641, 479)]
    public void Averages_of_areas_are_those_of_evaluation(int width, int height)
    {
        const int Side = 64;
        using var picture = new Mat(height, width, MatType.CV_8UC3);
        new Random(1).NextBytes(picture.AsSpan<byte>());
        var size = ImageFitting.LongSideTo(Side, new Extent(height, width));
        var fitted = BgrImage.Allocate(size);
        ImageFitting.LongSideTo(Side, picture, fitted, training: false);
        var letterbox = ImageFitting.Place(new Extent(height, width), size, Extent.Square(Side), enlarge: false);
        var expected = new byte[3 * Side * Side];
        PlanarPixels.WriteLetterboxed(fitted, letterbox, expected);
        var actual = new float[expected.Length];
        var placed = new InputWriter(PictureShrinking.Area).Write(Of(picture), actual, Side, Side);
        Assert.Equal((letterbox.Left, letterbox.Top), (placed.Left, placed.Top));
        Assert.Equal(letterbox.Resized, new Extent(placed.Height, placed.Width));
        Assert.Equal(letterbox.Gain, placed.Gain, 1e-6);
        // A level more or less in one of a thousand, where a sum is near a half.
        var differing = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs((actual[i] * 255) - expected[i]) < 1.01, $"{i}: {actual[i] * 255} for {expected[i]}");
            differing += Math.Abs((actual[i] * 255) - expected[i]) > 0.01 ? 1 : 0;
        }

        Assert.InRange(differing, 0, expected.Length / 1000);
    }

    private static Picture Of(Mat picture) =>
        new(picture.AsSpan<byte>(), picture.Cols, picture.Rows, PixelLayout.Bgr, (int)picture.Step());

    private static void AssertAlike(string path, Detection[] expected, IReadOnlyList<DetectedBox> actual)
    {
        Assert.True(expected.Length == actual.Count, $"{path}: {actual.Count} boxes for {expected.Length}");
        foreach (var (one, other) in expected.Zip(actual))
        {
            Assert.Equal(one.ClassIndex, other.Class);
            Assert.InRange(Math.Abs(one.Confidence - other.Confidence), 0, MostConfidence);
            Assert.InRange(Math.Abs(one.Left - other.Left), 0, MostPixels);
            Assert.InRange(Math.Abs(one.Top - other.Top), 0, MostPixels);
            Assert.InRange(Math.Abs(one.Right - other.Right), 0, MostPixels);
            Assert.InRange(Math.Abs(one.Bottom - other.Bottom), 0, MostPixels);
        }
    }
}
