using System.Collections.Immutable;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Pipeline;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Stages;
using Pruning.Pruners.Sensitivity;
using Pruning.Testing;

namespace Pruning.Pruners;

[Collection(TorchCollection.Name)]
public sealed class SensitivityTests : IDisposable
{
    private static readonly PlanningOptions Options = new() { Image = Extent.Square(32) };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_group_is_cut_alone_and_a_stopped_measurement_goes_on()
    {
        var network = Chain();
        var file = _folder.PathOf("s.json");
        var seen = new List<string>();
        var left = 4;
        SensitivityAccuracy Measure(Network cut)
        {
            if (left-- == 0)
                throw new OperationCanceledException();
            seen.Add(
                string.Join(' ', new[] { "a", "b" }.Select(name => cut.Parameters[$"{name}.conv.weight"].Shape[0]))
            );
            return new SensitivityAccuracy(0.8, 0.5);
        }

        Assert.Throws<OperationCanceledException>(() =>
            Probe(network, Measure).Run("key", [0.5, 0.25], file, (_, _) => { }, default)
        );
        Assert.False(SensitivityReport.Load(file, "key")!.IsComplete);
        left = int.MaxValue;
        var report = Probe(network, Measure).Run("key", [0.5, 0.25], file, (_, _) => { }, default);

        Assert.Equal(["16 8", "12 8", "8 8", "16 6", "16 4"], seen);
        Assert.True(report.IsComplete);
        Assert.Equal(["a.conv", "b.conv"], report.Groups.Select(group => group.Name));
        Assert.Equal([12, 8], report.Groups[0].Points.Select(point => point.Kept));

        // What is there is not measured again; another key's, and what cannot be read, is.
        left = 0;
        Assert.Equal(
            report.ToJson(),
            Probe(network, Measure).Run("key", [0.5, 0.25], file, (_, _) => { }, default).ToJson()
        );
        Assert.Throws<OperationCanceledException>(() =>
            Probe(network, Measure).Run("other", [0.5], file, (_, _) => { }, default)
        );
        File.WriteAllText(file, "{\"version\": 1, \"groups\": [null]");
        left = int.MaxValue;
        Assert.Equal(
            report.ToJson(),
            Probe(network, Measure).Run("key", [0.5, 0.25], file, (_, _) => { }, default).ToJson()
        );
    }

    [Fact]
    public void A_curve_takes_the_place_of_importance_between_groups()
    {
        // By hand: 0.4 lost at half of 8, so 0.2 at 6; then on to all of 0.5 at nothing. What improves counts as no
        // loss.
        var network = Chain();
        var map = Coupling.Analyze(network);
        var group = map.Groups.Single(group => group.Name == "b.conv");
        var ranking = GroupRanking.Rank(network, map, Options)[map.Groups.IndexOf(group)]!;
        var report = Report(("b.conv", 8, [(7, 0.6), (4, 0.1)]));
        var kept = SensitivityCurve.KeptOf(report, group, ranking)!.Value;
        double[] expected = [-0.5, -0.475, -0.45, -0.425, -0.4, -0.4 * 2 / 3, -0.4 / 3, 0, 0];
        Assert.All(expected.Zip(kept), pair => Assert.InRange(pair.Second, pair.First - 1e-4, pair.First));
        Assert.True(kept.Zip(kept.Skip(1)).All(pair => pair.First < pair.Second));
        Assert.Null(SensitivityCurve.KeptOf(Report(("b.conv", 9, [(4, 0.1)])), group, ranking));
    }

    [Fact]
    public void A_plan_spares_what_was_measured_to_be_sensitive()
    {
        var network = Chain();
        ImmutableArray<SparsityTarget> targets = [new(TargetMetric.Channels, Reduction: 0.15)];
        int[] Kept(SensitivityReport report) =>
            [
                .. PrunePlanner
                    .Plan(
                        network,
                        targets,
                        Options with
                        {
                            ChannelMultiple = 1,
                            MinimumKept = 0.1,
                            Sensitivity = report,
                        }
                    )
                    .Groups.Where(group => group.Reason is null)
                    .Select(group => group.Kept.Length),
            ];

        Assert.Equal(16, Kept(Report(("a.conv", 16, [(8, 0.0)]), ("b.conv", 8, [(2, 0.49)])))[0]);
        Assert.Equal(8, Kept(Report(("a.conv", 16, [(4, 0.49)]), ("b.conv", 8, [(4, 0.0)])))[1]);
    }

    [Fact]
    public void A_model_is_measured_on_images_and_found_again()
    {
        _folder.Write("data/data.yaml", "names: [a, b]\ntrain: images\nval: images\n");
        Directory.CreateDirectory(_folder.PathOf("data/images"));
        using var picture = new OpenCvSharp.Mat(32, 32, OpenCvSharp.MatType.CV_8UC3, OpenCvSharp.Scalar.All(80));
        OpenCvSharp.Cv2.ImWrite(_folder.PathOf("data/images/0.png"), picture);
        _folder.Write("data/labels/0.txt", "1 0.5 0.5 0.5 0.5\n");
        var dataset = Dataset.Load(_folder.PathOf("data/data.yaml"), new DiagnosticList());
        var network = TinyDetector.Create();
        var settings = new SensitivityOptions(
            32,
            Importance.Taylor,
            1,
            1,
            [0.5],
            [],
            new CalibrationOptions(BatchSize: 1, Seed: 0)
        );

        var first = Run(network, settings, out var measured);
        Assert.True(first.IsComplete);
        Assert.Equal(
            ["model.0.conv", "model.1.conv", "model.2.conv+model.3.conv"],
            first.Groups.Select(group => group.Name)
        );
        Assert.Equal(4, measured);
        Assert.Equal(first.ToJson(), Run(network, settings, out measured).ToJson());
        Assert.Equal(0, measured);
        Run(TinyDetector.Create(seed: 2), settings, out measured);
        Assert.Equal(4, measured);
        Run(network, settings with { Importance = Importance.L1 }, out measured);
        Assert.Equal(4, measured);
        Assert.Equal(
            Codes.ImageSizeDoesNotFit,
            Assert.Throws<PruneException>(() => Run(network, settings with { ImageSize = 33 }, out _)).Code
        );

        SensitivityReport Run(Network of, SensitivityOptions with, out int count)
        {
            var points = 0;
            var report = new SensitivityRun(
                with,
                StageInputs.Of(
                    dataset,
                    ExecutionOptions.Default,
                    _folder.PathOf("cache"),
                    new DiagnosticList(),
                    default
                )
            ).MeasureOnce(of, (_, _) => points++, default);
            count = points;
            return report;
        }
    }

    private static SensitivityProbe Probe(Network network, Func<Network, SensitivityAccuracy> measure) =>
        new(network, Options, measure);

    private static SensitivityReport Report(
        params (string Name, int Count, (int Kept, double Accuracy)[] Points)[] groups
    ) =>
        new(
            SensitivityReport.CurrentVersion,
            "key",
            Importance.BnScale,
            32,
            new SensitivityAccuracy(0.8, 0.5),
            [
                .. groups.Select(group => new GroupSensitivity(
                    group.Name,
                    group.Count,
                    [
                        .. group.Points.Select(point => new SensitivityPoint(
                            point.Kept,
                            new SensitivityAccuracy(0.8, point.Accuracy)
                        )),
                    ]
                )),
            ]
        );

    private static Network Chain()
    {
        var build = new GraphBuilder(3);
        return build.Build(build.Conv("head", build.Block("b", build.Block("a", build.Image(), 16), 8), 6));
    }
}
