using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Testing;

namespace Pruning.Training.Anchors;

public sealed class AnchorCheckTests
{
    private readonly DiagnosticList _diagnostics = new();
    private readonly List<string> _lines = [];

    // Anchors 10 × 10 and 40 × 40, ratio 4. 20 × 10: 1/2 and 1/4 (not more than 1/4). 10 × 10: 1 and 1/4. 30 × 100:
    // 1/10 and 4/10. 200 × 200: 1/20 and 1/5.
    [Fact]
    public void Figures_are_those_counted_by_hand()
    {
        var fit = AnchorFit.Measure(
            [new(10, 10), new(40, 40)],
            [new(20, 10), new(10, 10), new(30, 100), new(200, 200)],
            4
        );
        Assert.Equal(3 / 4.0, fit.BestPossibleRecall);
        Assert.Equal(3 / 4.0, fit.AnchorsPerBox);
        Assert.Equal((0.5 + 1 + 0.4) / 4, fit.Fitness, 1e-12);
    }

    [Fact]
    public void Box_sizes_are_those_of_the_fitted_image()
    {
        // 200 × 100 at 640: gain 3.2; a box of half by half is 100 × 50 there.
        var image = new LabeledImage(
            "a.png",
            "a.txt",
            true,
            new Extent(100, 200),
            [new Label(0, 0.5f, 0.5f, 0.5f, 0.5f)]
        );
        Assert.Equal(
            new BoxSize(320, 160),
            Assert.Single(BoxSize.Collect(new DatasetSplit("train", ["a"], [image], []), 640, null))
        );
        var varied = Assert.Single(BoxSize.Collect(new DatasetSplit("train", ["a"], [image], []), 640, 1));
        Assert.InRange(varied.Width, 288, 352);
        Assert.Equal(2, varied.Width / varied.Height, 1e-9);
    }

    [Fact]
    public void Clusters_are_found_where_they_are()
    {
        var boxes = ImmutableArray.CreateBuilder<BoxSize>();
        foreach (var (width, height) in ((double, double)[])[(10, 20), (100, 50), (200, 300)])
            boxes.AddRange(
                new BoxSize(width - 1, height),
                new BoxSize(width + 1, height),
                new BoxSize(width, height - 1),
                new BoxSize(width, height + 1)
            );
        var random = new CounterRandom(0, 0, 0);
        var found = AnchorClusters.Find(boxes.ToImmutable(), 3, ref random)!.OrderBy(centre => centre.Width).ToArray();
        Assert.Equal(
            [(10d, 20d), (100, 50), (200, 300)],
            found.Select(centre => (Math.Round(centre.Width, 9), Math.Round(centre.Height, 9)))
        );
        Assert.Null(AnchorClusters.Find([new(1, 1), new(1, 1), new(2, 2)], 3, ref random));
    }

    [Fact]
    public void Evolution_only_ever_improves()
    {
        ImmutableArray<BoxSize> boxes = [new(30, 30), new(33, 30), new(30, 36), new(90, 80)];
        Anchor[] start = [new(20, 20), new(60, 60)];
        var random = new CounterRandom(0, 0, 0);
        var evolved = AnchorEvolution.Evolve(start, boxes, 4, 300, ref random);
        Assert.True(
            AnchorFit.Measure(evolved, boxes.AsSpan(), 4).Fitness
                > AnchorFit.Measure(start, boxes.AsSpan(), 4).Fitness + 0.1
        );
    }

    [Fact]
    public void Anchors_that_suit_stay()
    {
        var network = TinyDetector.Create();
        Assert.Same(network, Fit(network, Boxes(0.3f, 0.4f)));
        Assert.Contains(
            "anchors suit the dataset: best possible recall 1.0000, 2.00 anchors a box",
            Assert.Single(_lines),
            StringComparison.Ordinal
        );
    }

    [RealDataFact]
    public void The_originals_anchors_suit_blood_cells()
    {
        var network = Pruning.Yolo.YoloArchitecture.Create("yolov5n", ["RBC", "WBC", "Platelets"], 0);
        var split = Dataset.Load(TestData.PathOf("bccd/data.yaml"), _diagnostics).Split("train");
        Assert.Same(network, AnchorCheck.Fit(network, split, 320, 4, 0, _lines.Add, _diagnostics));
        Assert.Contains("anchors suit the dataset", Assert.Single(_lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Anchors_that_do_not_are_fitted_and_go_wherever_the_network_goes()
    {
        var network = TinyDetector.Create(); // 10 × 12 and 24 × 20 pixels
        var fitted = Fit(network, Boxes(0.03f, 0.95f)); // 2 and 61 pixels of 64, among others
        var anchors = Assert.Single(fitted.Graph.Detect!.Anchors);
        Assert.NotEqual(network.Graph.Detect!.Anchors[0].AsEnumerable(), anchors.AsEnumerable());
        Assert.True(anchors[0].Width * anchors[0].Height < anchors[1].Width * anchors[1].Height);
        Assert.Contains(
            "anchors fitted to the dataset: best possible recall 1.0000",
            Assert.Single(_lines),
            StringComparison.Ordinal
        );
        Assert.Equal(anchors.AsEnumerable(), Fit(network, Boxes(0.03f, 0.95f)).Graph.Detect!.Anchors[0].AsEnumerable());
        Assert.StartsWith("fitted", fitted.Provenance[ProvenanceKeys.Anchors], StringComparison.Ordinal);

        var path = Path.Combine(Path.GetTempPath(), $"anchors-{Guid.NewGuid():N}.safetensors");
        SafetensorsFile.Save(path, fitted);
        Assert.Equal(anchors.AsEnumerable(), SafetensorsFile.Load(path).Graph.Detect!.Anchors[0].AsEnumerable());
        File.Delete(path);
    }

    [Fact]
    public void Boxes_that_no_anchors_suit_are_a_warning_and_the_old_ones_stay()
    {
        var network = TinyDetector.Create();
        // Nothing of a pixel's size can be searched for.
        Assert.Same(network, Fit(network, Boxes(0.005f, 0.005f)));
        Assert.Equal(Codes.AnchorsDoNotFit, Assert.Single(_diagnostics.Items).Code);
    }

    private Network Fit(Network network, DatasetSplit split)
    {
        _lines.Clear();
        return AnchorCheck.Fit(network, split, 64, 4, seed: 0, _lines.Add, _diagnostics);
    }

    /// <summary>Square boxes of two sizes, as shares of a square image, and a few per cent around them.</summary>
    private static DatasetSplit Boxes(params float[] sizes) =>
        new(
            "train",
            ["dark", "light"],
            [
                .. sizes.SelectMany(
                    (size, at) =>
                        Enumerable
                            .Range(0, 5)
                            .Select(step => new LabeledImage(
                                $"{at}{step}.png",
                                $"{at}{step}.txt",
                                true,
                                Extent.Square(64),
                                [new Label(0, 0.5f, 0.5f, size * (1 + (0.02f * step)), size * (1 + (0.01f * step)))]
                            ))
                ),
            ],
            []
        );
}
