using System.Collections.Immutable;
using System.Globalization;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Prune;
using Pruning.Pipeline.Stages;
using Pruning.Pruners;
using Pruning.Pruners.Reconstruction.Imitation;
using Pruning.Testing;
using Pruning.Training;

namespace Pruning.Pipeline;

/// <summary>A cut network that learns from the whole one, over a stop and a damaged checkpoint.</summary>
[Collection(TorchCollection.Name)]
public sealed class ImitationRunTests : IDisposable
{
    private const int Size = 32;
    private const int Steps = 40;

    private static readonly Network Untrained = TinyDetector.Create(seed: 3, width: 16);

    private static readonly PrunePlan Plan = new(
        Importance.Random,
        Extent.Square(Size),
        "1",
        0,
        default,
        default,
        [
            .. Coupling
                .Analyze(Untrained)
                .Groups.Select(group => new GroupPlan(
                    group.Name,
                    group.Count,
                    [.. Enumerable.Range(0, group.IsHeld ? group.Count : group.Count - 4)]
                )),
        ],
        []
    );

    // What is faster here may differ from one time to the next.
    private static readonly ImitationOptions Learning = new(Steps) { Precision = Precision.Fp32 };

    private readonly TemporaryFolder _folder = new();
    private readonly CalibrationImages _images;

    private readonly Network _whole;

    public ImitationRunTests()
    {
        var random = new Random(1);
        _folder.Write("data.yaml", "names: [a, b]\ntrain: images\n");
        Directory.CreateDirectory(_folder.PathOf("images"));
        for (var index = 0; index < 16; index++)
        {
            using var picture = new OpenCvSharp.Mat(
                Size,
                Size,
                OpenCvSharp.MatType.CV_8UC3,
                OpenCvSharp.Scalar.All(80)
            );
            OpenCvSharp.Cv2.Rectangle(
                picture,
                new OpenCvSharp.Rect(random.Next(12), random.Next(12), 8 + random.Next(8), 8 + random.Next(8)),
                OpenCvSharp.Scalar.All(random.Next(150, 255)),
                -1
            );
            OpenCvSharp.Cv2.ImWrite(_folder.PathOf($"images/{index}.png"), picture);
            _folder.Write($"labels/{index}.txt", "1 0.5 0.5 0.5 0.5\n");
        }

        var dataset = Dataset.Load(_folder.PathOf("data.yaml"), new DiagnosticList());
        _images = new CalibrationImages(
            StageInputs.Of(dataset, ExecutionOptions.Default, _folder.PathOf("cache"), new DiagnosticList(), default),
            new CalibrationOptions(BatchSize: 16, Seed: 0),
            Size
        );
        // With the statistics of these images, as a network has them that was trained on them.
        _whole = BatchNormCalibration.Recalibrate(
            Trainer
                .Run(Untrained, SyntheticTraining.Data(), SyntheticTraining.Options(10), _folder.PathOf("whole"))
                .Last,
            _images.Take(16)
        );
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_cut_network_comes_nearer_to_the_whole_one()
    {
        var lines = new List<string>();

        Run(null, (line, _) => lines.Add(line));

        Assert.Equal(Steps, lines.Count);
        Assert.StartsWith(
            $"imitating the whole network: step {Steps}/{Steps}, maps ",
            lines[^1],
            StringComparison.Ordinal
        );
        var distances = lines.Select(line => Number(line, "maps ") + (5 * Number(line, "output "))).ToArray();
        Assert.True(distances.TakeLast(10).Average() < 0.85 * distances.Take(5).Average(), string.Join(' ', distances));

        static double Number(string line, string name) =>
            double.Parse(line.Split(name)[1].Split(',')[0], CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Stopped_it_goes_on_and_ends_in_the_same_bits()
    {
        var undisturbed = Run("undisturbed", (_, _) => { });
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() =>
            Run("stopped", (_, done) => StopAt(done, 0.6), cancellation: stop.Token)
        );
        var lines = new List<string>();

        var resumed = Run("stopped", (line, _) => lines.Add(line));

        Assert.InRange(lines.Count, 1, Steps / 2);
        Assert.All(undisturbed.Parameters.Zip(resumed.Parameters), pair =>
            Assert.Equal(pair.First.Values, pair.Second.Values)
        );

        void StopAt(double? done, double share)
        {
            if (done >= share)
                stop.Cancel();
        }
    }

    [Fact]
    public void A_damaged_checkpoint_is_told_and_it_starts_over()
    {
        var undisturbed = Run("damaged", (_, _) => { });
        var path = _folder.PathOf("damaged/imitation.checkpoint");
        var content = File.ReadAllBytes(path);
        content[content.Length / 2] ^= 1;
        File.WriteAllBytes(path, content);
        var diagnostics = new DiagnosticList();
        var lines = new List<string>();

        var again = Run("damaged", (line, _) => lines.Add(line), diagnostics: diagnostics);

        Assert.Equal(Codes.CheckpointNotResumed, Assert.Single(diagnostics.Items).Code);
        Assert.Equal(Steps, lines.Count);
        Assert.All(undisturbed.Parameters.Zip(again.Parameters), pair =>
            Assert.Equal(pair.First.Values, pair.Second.Values)
        );
    }

    [Fact]
    public void Numbers_that_went_bad_stop_it()
    {
        var weights = _whole.Parameters["model.3.conv.weight"];
        var broken = _whole with
        {
            Parameters = _whole.Parameters.With([
                weights with
                {
                    Values = [.. weights.Values.Select(_ => float.PositiveInfinity)],
                },
            ]),
        };
        var work = new RecoveryWork(null, (_, _) => { }, null, default);
        var failure = Assert.Throws<PruneException>(() =>
            new ImitationRun(_images, Learning, work).Run(broken, Surgery.Prune(_whole, Plan), Plan)
        );
        Assert.Equal(Codes.TrainingDiverged, failure.Diagnostic.Code);
    }

    // What a training has led to zero is no loss: nothing is fitted, nothing learnt, nothing measured anew.
    [Fact]
    public void A_cut_that_loses_nothing_is_not_worked_on()
    {
        var silent = ZeroPadding.ToDenseShape(_whole, Surgery.Prune(_whole, Plan), Plan);
        var lines = new List<string>();

        var cut = Surgery.Prune(silent, Plan);
        Assert.Same(
            cut,
            new AccuracyRecovery(new RecoveryOptions(true, Steps, Precision.Fp32, _images.Options), _images).Run(
                silent,
                cut,
                Plan,
                new RecoveryWork(null, (line, _) => lines.Add(line), null, default)
            )
        );
        Assert.Empty(lines);

        new AccuracyRecovery(new RecoveryOptions(true, 1, Precision.Fp32, _images.Options), _images).Run(
            _whole,
            Surgery.Prune(_whole, Plan),
            Plan,
            new RecoveryWork(null, (line, _) => lines.Add(line), null, default)
        );
        Assert.Equal(["fitting weights to the whole network", "measuring BatchNorm statistics"], [lines[0], lines[2]]);
        Assert.StartsWith("imitating the whole network: step 1/1", lines[1], StringComparison.Ordinal);
        Assert.Equal(3, lines.Count);
    }

    [Theory]
    [InlineData(7, 420)]
    [InlineData(79, 500)]
    public void Without_a_number_it_goes_by_the_images(int batches, int steps) =>
        Assert.Equal(steps, RecoveryOptions.AutomaticSteps(batches));

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, 0)]
    public void Nothing_imitates_where_no_training_follows(bool trains, int? steps) =>
        Assert.Equal(
            steps,
            RecoveryOptions.Read(ProjectFiles.Request(_folder, ProjectFiles.With("")), trains).ImitationSteps
        );

    [Fact]
    public void Batches_after_some_are_those_that_come_after_them() =>
        Assert.Equal(Pixels(Pairs.Take(19)).Skip(9), Pixels(Pairs.Take(10, skipped: 9)));

    private CalibrationImages Pairs => _images with { Options = _images.Options with { BatchSize = 2 } };

    private Network Run(
        string? folder,
        Action<string, double?> report,
        IDiagnosticSink? diagnostics = null,
        CancellationToken cancellation = default
    ) =>
        new ImitationRun(
            _images,
            Learning,
            new RecoveryWork(folder is null ? null : _folder.PathOf(folder), report, diagnostics, cancellation)
        ).Run(_whole, Surgery.Prune(_whole, Plan), Plan);

    private static ImmutableArray<string> Pixels(IEnumerable<TrainingBatch> batches) =>
        [
            .. batches.Select(batch =>
            {
                using (batch)
                    return Convert.ToHexString(
                        System.Security.Cryptography.SHA256.HashData(batch.Pixels.AsSpan(0, batch.PixelCount))
                    );
            }),
        ];
}
