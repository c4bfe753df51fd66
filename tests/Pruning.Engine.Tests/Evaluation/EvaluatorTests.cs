using System.Collections.Immutable;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Graphs;
using Pruning.Tests.Data;
using Xunit;

namespace Pruning.Tests.Evaluation;

public sealed class EvaluatorTests : IDisposable
{
    private readonly TemporaryDataset _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_detector_that_sees_everything_scores_fully(bool rectangular)
    {
        var split = Split();
        var seen = new List<EvaluationProgress>();
        var result = Evaluator.Evaluate(
            new Oracle(split, rectangular),
            split,
            Options(rectangular),
            new Recorder(seen)
        );
        // The last of the 101 points is the sentinel: see AveragePrecisionTests.
        Assert.Equal(0.995, result.Map50!.Value, 9);
        Assert.Equal(0.995, result.Map5095!.Value, 9);
        Assert.Equal((1.0, 1.0), (result.Precision, result.Recall));
        Assert.Equal((6, 8), (result.Images, result.Labels));
        Assert.Equal(["cat", "dog", "eel"], result.PerClass.Select(entry => entry.Name));
        Assert.Equal([6, 2, 0], result.PerClass.Select(entry => entry.Labels));
        Assert.Null(result.PerClass[2].Ap50);
        Assert.Equal(new EvaluationProgress(6, 6), seen[^1]);
    }

    [Fact]
    public void A_detector_that_sees_nothing_scores_zero_and_that_is_a_measurement()
    {
        var split = Split();
        var result = Evaluator.Evaluate(new Constant(0), split, Options());
        Assert.Equal((0.0, 0.0, 0.0, 0.0), (result.Precision, result.Recall, result.Map50, result.Map5095));
    }

    [Fact]
    public void Without_labels_the_metrics_are_unknown()
    {
        _files.WriteImage("images/val/0.bmp", 20, 20);
        var result = Evaluator.Evaluate(new Constant(0), Load(), Options(), diagnostics: _files.Diagnostics);
        Assert.Null(result.Map50);
        Assert.Null(result.Map5095);
        Assert.Null(result.Precision);
        Assert.Null(result.Recall);
        Assert.Equal((1, 0), (result.Images, result.Labels));
        Assert.Contains(Codes.NoLabelsToMeasure, _files.Diagnostics.Items.Select(item => item.Code));
    }

    [Fact]
    public void Output_that_is_not_finite_is_an_error() =>
        Assert.Equal(Codes.NonFiniteOutput, Code(new Constant(float.NaN), Options()));

    [Fact]
    public void Other_classes_than_the_datasets_are_an_error() =>
        Assert.Equal(Codes.ClassCountMismatch, Code(new Constant(0) { ClassNames = ["a", "b"] }, Options()));

    [Fact]
    public void Under_a_single_class_the_models_classes_do_not_matter()
    {
        var known = Split();
        var single = Dataset
            .Load(_files.PathOf("data.yaml"), _files.Diagnostics, new DatasetOptions { SingleClass = true })
            .Split("val");
        var result = Evaluator.Evaluate(new Oracle(known, false), single, Options() with { SingleClass = true });
        Assert.Equal(0.995, result.Map5095!.Value, 9);
        Assert.Equal(("item", 8), (result.PerClass.Single().Name, result.PerClass[0].Labels));
        Assert.Equal(
            Codes.ClassCountMismatch,
            Assert.Throws<PruneException>(() => Evaluator.Evaluate(new Oracle(known, false), single, Options())).Code
        );
    }

    [Fact]
    public void An_output_of_another_shape_is_an_error() =>
        Assert.Equal(Codes.OutputShapeMismatch, Code(new Constant(0) { ValuesPerImage = 13 }, Options()));

    [Theory]
    [InlineData(60, null, false)]
    [InlineData(64, 32, false)]
    [InlineData(64, 64, true)]
    public void Sizes_that_the_model_cannot_take_are_an_error(int size, int? fixedSize, bool rectangular) =>
        Assert.Equal(
            Codes.ImageSizeNotSupported,
            Code(
                new Constant(0) { FixedInput = fixedSize is { } one ? Extent.Square(one) : null },
                Options(rectangular) with
                {
                    ImageSize = size,
                }
            )
        );

    [Fact]
    public void It_stops_when_told()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            Evaluator.Evaluate(new Constant(0), Split(), Options(), cancellation: cancellation.Token)
        );
    }

    private DiagnosticCode Code(IDetector detector, EvaluationOptions options) =>
        Assert.Throws<PruneException>(() => Evaluator.Evaluate(detector, Split(), options)).Code;

    private static EvaluationOptions Options(bool rectangular = false) =>
        new()
        {
            ImageSize = 64,
            BatchSize = 4,
            Rectangular = rectangular,
        };

    private DatasetSplit Split()
    {
        for (var i = 0; i < 6; i++)
        {
            _files.WriteImage($"images/val/{i}.bmp", 40 + 20 * i, 90);
            _files.Write($"labels/val/{i}.txt", i < 2 ? "0 .5 .5 .4 .4\n1 .2 .2 .2 .3" : "0 .4 .6 .5 .3");
        }

        return Load();
    }

    private DatasetSplit Load() => _files.Load("names: [cat, dog, eel]\nval: images/val\n").Split("val");

    private abstract class Fake : IDetector
    {
        public ImmutableArray<string> ClassNames { get; init; } = ["cat", "dog", "eel"];

        public int Stride => 32;

        public Extent? FixedInput { get; init; }

        public int? FixedBatch => null;

        public abstract float[] Detect(ReadOnlyMemory<byte> pixels, int batch, int height, int width);
    }

    /// <summary>Every value the same.</summary>
    private sealed class Constant(float value) : Fake
    {
        public int ValuesPerImage { get; init; } = 16;

        public override float[] Detect(ReadOnlyMemory<byte> pixels, int batch, int height, int width) =>
            [.. Enumerable.Repeat(value, batch * ValuesPerImage)];
    }

    /// <summary>Knows the labels: images come in the split's order, which here is also that of their aspect.</summary>
    private sealed class Oracle(DatasetSplit split, bool rectangular) : Fake
    {
        private int _next;

        public override float[] Detect(ReadOnlyMemory<byte> pixels, int batch, int height, int width)
        {
            Assert.Equal(batch * 3 * height * width, pixels.Length);
            Assert.Equal(!rectangular, height == 64 && width == 64);
            var values = new float[batch * 2 * 8];
            for (var i = 0; i < batch; i++)
            {
                var image = split.Images[_next++];
                var fitted = ImageFitting.LongSideTo(64, image.Size);
                var letterbox = ImageFitting.Place(image.Size, fitted, new Extent(height, width), enlarge: false);
                for (var row = 0; row < image.Labels.Length; row++)
                {
                    var box = letterbox.ToInput(image.Labels[row]);
                    float[] one =
                    [
                        (box.Left + box.Right) / 2,
                        (box.Top + box.Bottom) / 2,
                        box.Right - box.Left,
                        box.Bottom - box.Top,
                        0.9f,
                        0,
                        0,
                        0,
                    ];
                    one[5 + box.ClassIndex] = 0.9f;
                    one.CopyTo(values, (i * 2 + row) * 8);
                }
            }

            return values;
        }
    }

    private sealed class Recorder(List<EvaluationProgress> seen) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) => seen.Add(value);
    }
}
