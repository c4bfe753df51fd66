using System.Collections.Immutable;
using Google.Protobuf;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Onnx.Runtime;
using Pruning.Onnx.Schema;
using Pruning.Tests.Data;
using Xunit;

namespace Pruning.Tests.Evaluation;

/// <summary>Several threads, one result; and nothing that goes wrong on one of them is lost.</summary>
public sealed class ParallelEvaluationTests : IDisposable
{
    private const int Size = 64;
    private const int Count = 23;

    private readonly TemporaryDataset _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Figures_do_not_depend_on_threads_to_the_last_bit(bool dynamicBatch, bool openOutput)
    {
        var exported = OnnxExporter.Export(
            SmallNetworks.Detector(amplitude: 3),
            new OnnxExportOptions(Size, DynamicBatch: dynamicBatch)
        );
        if (openOutput)
            exported = WithOpenOutput(exported);
        var options = new EvaluationOptions { ImageSize = Size, BatchSize = 5 };
        using var detector = new OnnxDetector(exported, "small", threads: 2);
        var split = Labelled(detector, Split());
        // One model at whole batches on the calling thread, others judging: the order of things before there were
        // lanes.
        var expected = Evaluator.Evaluate(new Plain(detector), split, options with { Workers = 1 });
        Assert.Equal(Count, expected.Images);
        Assert.InRange(expected.Map5095!.Value, 0.01, 0.99);
        Assert.Equal(Figures(expected), Figures(Evaluator.Evaluate(detector, split, options)));
        foreach (var threads in (int[])[1, 2, 5])
        {
            using var many = OnnxDetector.ForDatasets(exported, "small", threads);
            Assert.Equal(threads, ((IParallelDetector)many).Lanes);
            Assert.Equal(
                Figures(expected),
                Figures(Evaluator.Evaluate(many, split, options with { Workers = threads }))
            );
        }
    }

    [Fact]
    public void The_times_add_up()
    {
        using var detector = OnnxDetector.ForDatasets(
            OnnxExporter.Export(SmallNetworks.Detector(), new OnnxExportOptions(Size)),
            "small",
            2
        );
        var speed = Evaluator.Evaluate(detector, Split(), new EvaluationOptions { ImageSize = Size }).Speed;
        Assert.True(speed is { Inference: > 0, Judging: > 0, Waiting: >= 0 }, speed.ToString());
        Assert.Equal(speed.Total, speed.Waiting + speed.Inference + speed.Judging, 0.01 * speed.Total);
        Assert.Equal(1000, speed.Total * speed.ImagesPerSecond!.Value, 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    [InlineData(22)]
    public void An_image_that_does_not_decode_is_told(int broken)
    {
        var split = Split();
        File.WriteAllText(split.Images[broken].Path, "no image");
        var error = Assert.Throws<PruneException>(() => Evaluator.Evaluate(new Lanes(), split, Options));
        Assert.Equal(Codes.ImageNotDecodable, error.Code);
        Assert.Contains(split.Images[broken].Path, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    [InlineData(22)]
    public void An_output_that_is_not_finite_is_told(int which) =>
        Assert.Equal(
            Codes.NonFiniteOutput,
            Assert
                .Throws<PruneException>(() => Evaluator.Evaluate(new Lanes { NotFinite = which }, Split(), Options))
                .Code
        );

    [Fact]
    public void An_output_of_another_shape_is_told() =>
        Assert.Equal(
            Codes.OutputShapeMismatch,
            Assert.Throws<PruneException>(() => Evaluator.Evaluate(new Lanes { Values = 13 }, Split(), Options)).Code
        );

    [Fact]
    public void What_the_model_throws_is_told() =>
        Assert.Equal(
            "seven",
            Assert
                .Throws<InvalidOperationException>(() => Evaluator.Evaluate(new Lanes { Fails = 7 }, Split(), Options))
                .Message
        );

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_two_problems_the_earlier_images_is_told(bool lanes)
    {
        var split = Split();
        File.WriteAllText(split.Images[12].Path, "no image");
        var detector = new Lanes { NotFinite = 11, Delay = TimeSpan.FromMilliseconds(3) };
        for (var time = 0; time < 5; time++)
            Assert.Equal(
                Codes.NonFiniteOutput,
                Assert
                    .Throws<PruneException>(() =>
                        Evaluator.Evaluate(
                            lanes ? detector : new Plain(detector),
                            split,
                            Options with
                            {
                                BatchSize = 4,
                            }
                        )
                    )
                    .Code
            );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_stops_when_told_in_the_middle(bool lanes)
    {
        using var cancellation = new CancellationTokenSource();
        var detector = new Lanes { At = (5, cancellation.Cancel) };
        Assert.ThrowsAny<OperationCanceledException>(() =>
            Evaluator.Evaluate(
                lanes ? detector : new Plain(detector),
                Split(),
                Options with
                {
                    BatchSize = 2,
                },
                cancellation: cancellation.Token
            )
        );
        Assert.InRange(detector.Calls, 6, 12);
        var calls = detector.Calls;
        Thread.Sleep(30);
        Assert.Equal(calls, detector.Calls);
    }

    private static EvaluationOptions Options { get; } =
        new()
        {
            ImageSize = Size,
            BatchSize = 4,
            Workers = 2,
        };

    private static string Figures(EvaluationResult result) =>
        FormattableString.Invariant(
            $"{result.Images} {result.Labels} {result.Precision:r} {result.Recall:r} {result.Map50:r} {result.Map5095:r} {string.Join(";", result.PerClass)}"
        );

    private DatasetSplit Split()
    {
        var random = new Random(3);
        for (var i = 0; i < Count; i++)
        {
            // The first pixel tells which image it is.
            var (number, noise) = ((byte)i, (byte)random.Next(1, 40));
            _files.WriteImage($"images/val/{i:00}.bmp", i % 3 == 0 ? 40 : Size, Size, (y, x) =>
                (number, (byte)(x * noise), (byte)((y * noise) ^ x))
            );
            _files.Write(
                $"labels/val/{i:00}.txt",
                $"{i % 3} .5 .5 .{random.Next(2, 9)} .{random.Next(2, 9)}\n0 .3 .3 .25 .25"
            );
        }

        return _files.Load("names: [cat, dog, eel]\nval: images/val\n").Split("val");
    }

    /// <summary>Every second detection, a little moved, is a label: a random network would hit no others.</summary>
    private DatasetSplit Labelled(OnnxDetector detector, DatasetSplit split)
    {
        foreach (var image in split.Images)
        {
            var boxes = PictureDetection
                .Run(detector, image.Path, Size, SuppressionOptions.ForMetrics)
                .Where((box, i) => i % 2 == 0 && box.Right - box.Left > 2 && box.Bottom - box.Top > 2);
            _files.Write(
                image.LabelPath,
                string.Join(
                    '\n',
                    boxes
                        .Take(8)
                        .Select(box =>
                            FormattableString.Invariant(
                                $"{box.ClassIndex} {(box.Left + box.Right + 0.6) / 2 / image.Size.Width:f5} {(box.Top + box.Bottom) / 2 / image.Size.Height:f5} {(box.Right - box.Left - 0.6) / image.Size.Width:f5} {(box.Bottom - box.Top) / image.Size.Height:f5}"
                            )
                        )
                )
            );
        }

        return _files.Load("names: [cat, dog, eel]\nval: images/val\n").Split("val");
    }

    private static byte[] WithOpenOutput(byte[] onnx)
    {
        var model = ModelProto.Parser.ParseFrom(onnx);
        foreach (var dimension in model.Graph.Output[0].Type.TensorType.Shape.Dim)
            dimension.DimParam = "any";
        return model.ToByteArray();
    }

    /// <summary>Hides that a detector has lanes.</summary>
    private sealed class Plain(IDetector detector) : IDetector
    {
        public ImmutableArray<string> ClassNames => detector.ClassNames;

        public int Stride => detector.Stride;

        public Extent? FixedInput => detector.FixedInput;

        public int? FixedBatch => null;

        public float[] Detect(ReadOnlyMemory<byte> pixels, int batch, int height, int width) =>
            detector.Detect(pixels, batch, height, width);
    }

    /// <summary>Three lanes that see nothing, and do what a test wants at an image.</summary>
    private sealed class Lanes : IParallelDetector, IDetectorLane
    {
        private int _calls;

        public int NotFinite { get; init; } = -1;

        public int Fails { get; init; } = -1;

        public (int Call, Action Do) At { get; init; } = (-1, () => { });

        public int Values { get; init; } = 16;

        public TimeSpan Delay { get; init; }

        public int Calls => Volatile.Read(ref _calls);

        public ImmutableArray<string> ClassNames => ["cat", "dog", "eel"];

        public int Stride => 32;

        public Extent? FixedInput => null;

        public int? FixedBatch => null;

        int IParallelDetector.Lanes => 3;

        public int PicturesAtOnce(Extent input) => 1;

        public IDetectorLane OpenLane() => this;

        ReadOnlyMemory<float> IDetectorLane.Detect(ReadOnlyMemory<byte> pixels, int batch, int height, int width) =>
            Detect(pixels, batch, height, width);

        public float[] Detect(ReadOnlyMemory<byte> pixels, int batch, int height, int width)
        {
            if (Interlocked.Increment(ref _calls) - 1 == At.Call)
                At.Do();
            Thread.Sleep(Delay);
            var rows = new float[batch * Values];
            for (var i = 0; i < batch; i++)
            {
                // Blue, in the last plane's middle.
                var number = pixels.Span[(3 * i + 2) * height * width + height / 2 * width];
                if (number == Fails)
                    throw new InvalidOperationException("seven");
                if (number == NotFinite)
                    rows[i * Values + 4] = float.NaN;
            }

            return rows;
        }
    }
}
