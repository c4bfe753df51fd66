using System.Collections.Immutable;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Onnx;
using Pruning.Onnx.Quantization;
using Pruning.Onnx.Schema;
using Pruning.Onnx.Suppression;

namespace Pruning.Runtime;

/// <summary>The runtime package's detector, on a model that was never trained.</summary>
public sealed class DetectorTests : IDisposable
{
    private const int Size = 64;
    private const int Width = 50;
    private const int Height = 30;

    private static readonly byte[] Model = OnnxExporter.Export(SmallNetworks.Detector(), new OnnxExportOptions(Size));
    private static readonly DetectorOptions Everything = new() { Confidence = 0, MaximumBoxes = 20 };

    private readonly Detector _detector = new(Model, Everything);

    public void Dispose() => _detector.Dispose();

    [Fact]
    public void It_tells_what_the_model_is()
    {
        Assert.Equal(SmallNetworks.Detector().ClassNames, _detector.Labels);
        Assert.Equal((Size, Size), (_detector.InputWidth, _detector.InputHeight));
        using var plain = new Detector(Model);
        Assert.Equal(0.25f, plain.Confidence);
        using var measured = new Detector(OnnxContract.WithF1Confidence(Model, 0.412));
        Assert.Equal(0.412f, measured.Confidence);
        using var asked = new Detector(
            OnnxContract.WithF1Confidence(Model, 0.412),
            new DetectorOptions { Confidence = 0.5f }
        );
        Assert.Equal(0.5f, asked.Confidence);
    }

    [Fact]
    public void Boxes_lie_within_the_picture_the_surest_first()
    {
        var boxes = _detector.Detect(Of(Rgb(), PixelLayout.Rgb));
        Assert.Equal(20, boxes.Count);
        Assert.Equal(boxes.OrderByDescending(box => box.Confidence), boxes);
        Assert.All(boxes, box => Assert.InRange(box.Class, 0, 2));
        Assert.All(boxes, box => Assert.True(box is { Left: >= 0, Top: >= 0, Right: <= Width, Bottom: <= Height }));
        Assert.All(boxes, box => Assert.True(box is { Width: >= 0, Height: >= 0 }));
    }

    [Theory]
    [InlineData(PixelLayout.Rgb, 3, 0, 1, 2)]
    [InlineData(PixelLayout.Bgr, 3, 2, 1, 0)]
    [InlineData(PixelLayout.Rgba, 4, 0, 1, 2)]
    [InlineData(PixelLayout.Bgra, 4, 2, 1, 0)]
    public void The_same_picture_in_other_memory_is_the_same(
        PixelLayout layout,
        int bytes,
        int red,
        int green,
        int blue
    )
    {
        const int Gap = 5;
        var (rgb, stride) = (Rgb(), (Width * bytes) + Gap);
        // The last row ends with its pixels.
        var pixels = new byte[(stride * (Height - 1)) + (Width * bytes)];
        Array.Fill(pixels, (byte)77);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var (from, to) = (((y * Width) + x) * 3, (y * stride) + (x * bytes));
                (pixels[to + red], pixels[to + green], pixels[to + blue]) = (rgb[from], rgb[from + 1], rgb[from + 2]);
            }
        }

        Assert.Equal(
            _detector.Detect(Of(rgb, PixelLayout.Rgb)),
            _detector.Detect(new Picture(pixels, Width, Height, layout, stride))
        );
    }

    [Fact]
    public void Grey_is_that_grey_in_all_colours()
    {
        byte[] grey = [.. Rgb().Take(Width * Height)];
        Assert.Equal(
            _detector.Detect(Of([.. grey.SelectMany(level => new[] { level, level, level })], PixelLayout.Rgb)),
            _detector.Detect(Of(grey, PixelLayout.Gray))
        );
    }

    [Fact]
    public void A_picture_of_another_size_leaves_nothing_of_the_one_before()
    {
        var first = _detector.Detect(Of(Rgb(), PixelLayout.Rgb));
        _detector.Detect(new Picture(new byte[3 * 40 * 90], 40, 90, PixelLayout.Rgb));
        Assert.Equal(first, _detector.Detect(Of(Rgb(), PixelLayout.Rgb)));
    }

    [Fact]
    public void After_the_first_picture_nothing_is_allocated()
    {
        var (pixels, found) = (Rgb(), new List<DetectedBox>(64));
        for (var i = 0; i < 30; i++)
            _detector.Detect(Of(pixels, PixelLayout.Rgb), found);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
            _detector.Detect(Of(pixels, PixelLayout.Rgb), found);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.NotEmpty(found);
    }

    [Fact]
    public void Many_threads_find_what_one_finds()
    {
        var expected = _detector.Detect(Of(Rgb(), PixelLayout.Rgb));
        var found = new IReadOnlyList<DetectedBox>[32];
        Parallel.For(0, found.Length, i => found[i] = _detector.Detect(Of(Rgb(), PixelLayout.Rgb)));
        Assert.All(found, boxes => Assert.Equal(expected, boxes));
    }

    [Fact]
    public void It_can_be_stopped_and_goes_on_afterwards()
    {
        using var stop = new CancellationTokenSource();
        var expected = _detector.Detect(Of(Rgb(), PixelLayout.Rgb), stop.Token);
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => _detector.Detect(Of(Rgb(), PixelLayout.Rgb), stop.Token));
        Assert.Equal(expected, _detector.Detect(Of(Rgb(), PixelLayout.Rgb)));
        _detector.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _detector.Detect(Of(Rgb(), PixelLayout.Rgb)));
    }

    [Theory]
    [InlineData(0, 30, 0)]
    [InlineData(50, -1, 0)]
    [InlineData(50, 31, 0)]
    [InlineData(50, 30, 149)]
    [InlineData(50, 30, 151)]
    [InlineData(50_000, 50_000, 0)]
    public void A_picture_that_is_none_is_refused(int width, int height, int stride) =>
        Assert.Equal(
            DetectorException.PictureCode,
            Assert
                .Throws<DetectorException>(() => new Picture(Rgb(), width, height, PixelLayout.Rgb, stride).Width)
                .Code
        );

    [Fact]
    public void Its_codes_have_their_pages()
    {
        string[] codes =
        [
            DetectorException.PictureCode,
            DetectorException.ModelCode,
            DetectorException.SlowSessionCode,
            DetectorException.OutputCode,
            DetectorException.SuppressionCode,
        ];
        Assert.Empty(codes.Except(Codes.All.Select(code => code.Id)));
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        foreach (
            var options in (DetectorOptions[])
                [
                    new() { Confidence = float.NaN },
                    new() { Confidence = 25 },
                    new() { Overlap = -0.1f },
                    new() { MaximumBoxes = 0 },
                    new() { Shrinking = (PictureShrinking)7 },
                ]
        )
            Assert.Throws<ArgumentOutOfRangeException>(() => new Detector(Model, options));
    }

    [Fact]
    public void A_model_of_another_kind_is_refused()
    {
        Refused([1, 2, 3], "ONNX Runtime does not take the model");
        var model = ModelProto.Parser.ParseFrom(Model);
        model.Graph.Output.Add(new ValueInfoProto { Name = model.Graph.Node[0].Output[0] });
        Refused(model.ToByteArray(), "it has 2 outputs");
        model = ModelProto.Parser.ParseFrom(Model);
        model.Graph.Output[0].Name = model.Graph.Node.First(node => node.OpType == "MaxPool").Output[0];
        model.Graph.Output[0].Type.TensorType.Shape = null;
        Refused(model.ToByteArray(), "has not 3 dimensions");

        static void Refused(byte[] onnx, string why)
        {
            var refused = Assert.Throws<DetectorException>(() => new Detector(onnx));
            Assert.Equal(DetectorException.ModelCode, refused.Code);
            Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_model_whose_output_is_no_number_says_so()
    {
        var model = ModelProto.Parser.ParseFrom(Model);
        var weights = model.Graph.Initializer.Single(constant => constant.Name == "down.conv.weight");
        weights.RawData = ByteString.CopyFrom([
            .. Enumerable.Repeat(BitConverter.GetBytes(float.NaN), weights.RawData.Length / 4).SelectMany(one => one),
        ]);
        using var broken = new Detector(model.ToByteArray(), Everything);
        Assert.Equal(
            DetectorException.OutputCode,
            Assert.Throws<DetectorException>(() => broken.Detect(Of(Rgb(), PixelLayout.Rgb))).Code
        );
    }

    [Fact]
    public void A_session_in_which_bytes_are_slow_is_refused_and_the_usual_one_runs()
    {
        var bytes = OnnxQuantizer
            .Calibrate(Model, "model", _ => [Calibration()], _ => { }, default)
            .Quantize(ImmutableHashSet<string>.Empty, WeightBits.OfThisProcessor)
            .Onnx;
        using var quantized = new Detector(bytes, Everything);
        Assert.Equal(20, quantized.Detect(Of(Rgb(), PixelLayout.Rgb)).Count);
        using var basic = new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_BASIC };
        var options = Everything with { Session = basic };
        Assert.Equal(
            DetectorException.SlowSessionCode,
            Assert.Throws<DetectorException>(() => new Detector(bytes, options)).Code
        );
        using var floats = new Detector(Model, options);
        Assert.NotEmpty(floats.Detect(Of(Rgb(), PixelLayout.Rgb)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_batch_finds_what_pictures_alone_have(bool isOpen)
    {
        using var detector = new Detector(
            OnnxExporter.Export(SmallNetworks.Detector(), new OnnxExportOptions(Size, DynamicBatch: isOpen)),
            Everything
        );
        using var batch = detector.CreateBatch(3);
        byte[][] pictures = [Rgb(), new byte[3 * Width * Height], [.. Rgb().Reverse()]];
        // More, then less, then more again: what a run before left does not count.
        foreach (var count in (int[])[3, 1, 2, 3])
        {
            for (var i = 0; i < count; i++)
                batch.Add(Of(pictures[^(i + 1)], PixelLayout.Rgb));
            batch.Detect();
            Assert.Equal(count, batch.Count);
            for (var i = 0; i < count; i++)
                AssertAlike(detector.Detect(Of(pictures[^(i + 1)], PixelLayout.Rgb)), batch[i]);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => batch[3]);
        batch.Add(Of(pictures[0], PixelLayout.Rgb));
        Assert.Throws<InvalidOperationException>(() => batch[0]);
        batch.Clear();
        Assert.Equal(0, batch.Count);
        batch.Detect();
        for (var i = 0; i < 3; i++)
            batch.Add(Of(pictures[0], PixelLayout.Rgb));
        Assert.Throws<InvalidOperationException>(() => batch.Add(Of(pictures[0], PixelLayout.Rgb)));
        Assert.Throws<ArgumentOutOfRangeException>(() => detector.CreateBatch(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => detector.CreateBatch(int.MaxValue));
    }

    [Fact]
    public void A_file_of_a_fixed_batch_runs_as_often_as_it_takes()
    {
        var model = ModelProto.Parser.ParseFrom(
            OnnxExporter.Export(SmallNetworks.Detector(), new OnnxExportOptions(Size, DynamicBatch: true))
        );
        model.Graph.Input[0].Type.TensorType.Shape.Dim[0] = new() { DimValue = 2 };
        model.Graph.Output[0].Type.TensorType.Shape.Dim[0] = new() { DimValue = 2 };
        using var detector = new Detector(model.ToByteArray(), Everything);
        var expected = _detector.Detect(Of(Rgb(), PixelLayout.Rgb));
        AssertAlike(expected, detector.Detect(Of(Rgb(), PixelLayout.Rgb)));
        using var batch = detector.CreateBatch(3);
        for (var i = 0; i < 3; i++)
            batch.Add(Of(Rgb(), PixelLayout.Rgb));
        batch.Detect();
        for (var i = 0; i < 3; i++)
            AssertAlike(expected, batch[i]);
    }

    [Fact]
    public void A_file_that_suppresses_itself_finds_the_same()
    {
        var included = OnnxSuppression.Include(
            OnnxContract.WithF1Confidence(Model, 0.3),
            SuppressionOptions.ForPictures with
            {
                Confidence = 0.3f,
            },
            "model"
        );
        using var asBuilt = new Detector(included);
        Assert.Equal(0.3f, asBuilt.Confidence);
        Assert.Equal(SmallNetworks.Detector().ClassNames, asBuilt.Labels);
        foreach (
            var options in (DetectorOptions[])
                [
                    Everything,
                    Everything with
                    {
                        Overlap = 0.2f,
                    },
                    Everything with
                    {
                        AcrossClasses = true,
                    },
                    Everything with
                    {
                        Confidence = 0.27f,
                        MaximumBoxes = 300,
                    },
                ]
        )
        {
            using var outside = new Detector(Model, options);
            using var inside = new Detector(included, options);
            var found = inside.Detect(Of(Rgb(), PixelLayout.Rgb));
            Assert.NotEmpty(found);
            Assert.Equal(outside.Detect(Of(Rgb(), PixelLayout.Rgb)), found);
        }

        foreach (var options in (DetectorOptions[])[new() { MaximumBoxes = 301 }, new() { EveryClass = true }])
            Assert.Equal(
                DetectorException.SuppressionCode,
                Assert.Throws<DetectorException>(() => new Detector(included, options)).Code
            );
    }

    [Fact]
    public void A_box_may_stand_for_every_class()
    {
        using var every = new Detector(Model, new DetectorOptions { Confidence = 0, EveryClass = true });
        var found = every.Detect(Of(Rgb(), PixelLayout.Rgb));
        Assert.Contains(found.GroupBy(box => (box.Left, box.Top, box.Right, box.Bottom)), group =>
            group.Select(box => box.Class).Distinct().Count() == SmallNetworks.Detector().ClassNames.Length
        );
    }

    // Runs of several pictures round elsewhere.
    private static void AssertAlike(IReadOnlyList<DetectedBox> expected, IReadOnlyList<DetectedBox> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (one, other) in expected.Zip(actual))
        {
            Assert.Equal(one.Class, other.Class);
            Assert.Equal(one.Confidence, other.Confidence, 1e-5f);
            Assert.Equal(one.Left, other.Left, 1e-3f);
            Assert.Equal(one.Bottom, other.Bottom, 1e-3f);
        }
    }

    private static ImageBatch Calibration()
    {
        var pixels = new byte[3 * Size * Size];
        new Random(2).NextBytes(pixels);
        return new ImageBatch(pixels, Size, Size, [null!], [null!], pool: null);
    }

    private static Picture Of(byte[] pixels, PixelLayout layout) => new(pixels, Width, Height, layout);

    private static byte[] Rgb()
    {
        var pixels = new byte[3 * Width * Height];
        new Random(1).NextBytes(pixels);
        return pixels;
    }
}
