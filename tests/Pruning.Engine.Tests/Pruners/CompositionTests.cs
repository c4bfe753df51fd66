using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Pruners.Blocks;
using Pruning.Pruners.Weights;
using Pruning.Testing;
using Pruning.Training;
using Pruning.Yolo;

namespace Pruning.Pruners;

/// <summary>
/// One cut after another, in whatever order: each result is a network that loads, trains, and exports.
/// </summary>
[Collection(TorchCollection.Name)]
public sealed class CompositionTests : IDisposable
{
    private static readonly PlanningOptions Options = new()
    {
        Image = Extent.Square(SyntheticTraining.ImageSize),
        ChannelMultiple = 1,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("pruning-").FullName;
    private int _trainings;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("bn-scale")]
    [InlineData("fpgm")]
    [InlineData("taylor")]
    [InlineData("activation")]
    public void Pruned_twice(string importance)
    {
        var dense = TinyDetector.Create(width: 16);
        var once = LoadsTrainsExports(Cut(dense, 0.3, Importance.Named(importance)));
        var twice = LoadsTrainsExports(Cut(once, 0.3, Importance.Named(importance)));
        Assert.InRange(Flops(twice) / Flops(dense), 0.4, 0.49);
    }

    [Fact]
    public void Pruned_then_given_other_classes_then_trained_then_pruned()
    {
        var pruned = LoadsTrainsExports(Cut(TinyDetector.Create(width: 16), 0.4, Importance.BnScale));
        var other = HeadTransfer.ToClasses(pruned, ["light", "grey", "dark"], seed: 0);
        Assert.Equal(3, other.Graph.Detect!.ClassCount);
        var trained = LoadsTrainsExports(other);
        Assert.Equal(["light", "grey", "dark"], trained.ClassNames.AsEnumerable());
        LoadsTrainsExports(Cut(trained, 0.2, Importance.L2));
    }

    [Fact]
    public void A_block_less_then_channels_less_then_two_of_four()
    {
        var dense = TinyDetector.Create(width: 16);
        var block = Assert.Single(Block.Find(dense));
        var shorter = LoadsTrainsExports(BlockRemoval.Remove(dense, block));
        Assert.Equal(dense.Graph.Nodes.Length - 4, shorter.Graph.Nodes.Length);
        var thinner = LoadsTrainsExports(Cut(shorter, 0.4, Importance.L1));
        Assert.True(Flops(thinner) <= 0.6 * Flops(shorter));
        var sparse = TwoOfFour.Apply(thinner, []).Network;
        LoadsTrainsExports(sparse, keepsZeros: true);
    }

    [Fact]
    public void Sparse_weights_then_channels_less()
    {
        var (sparse, counts) = SingleWeights.Apply(
            TinyDetector.Create(width: 16),
            [new(TargetMetric.Parameters, Reduction: 0.5)],
            Options
        );
        var trained = LoadsTrainsExports(sparse, keepsZeros: true);
        var cut = LoadsTrainsExports(Cut(trained, 0.3, Importance.L1), keepsZeros: true);
        // What is left is as sparse as it was, about: cutting takes the emptier filters first.
        var zeros = cut
            .Parameters.Where(parameter => parameter.Shape.Length == 4)
            .Sum(parameter => parameter.Values.Count(value => value == 0));
        Assert.InRange(zeros, 1, counts.Zeros);
    }

    private static Network Cut(Network network, double reduction, Importance importance)
    {
        var evidence = new ImageEvidence(
            () => SyntheticTraining.Epoch(0, null).Take(1),
            SyntheticTraining.ImageSize,
            new Hyperparameters(),
            ExecutionOptions.Default
        );
        return Surgery.Prune(
            network,
            PrunePlanner.Plan(
                network,
                [new(TargetMetric.Flops, reduction)],
                Options with
                {
                    Importance = importance,
                    Evidence = evidence,
                }
            )
        );
    }

    private Network LoadsTrainsExports(Network network, bool keepsZeros = false)
    {
        var file = Path.Combine(_folder, "network.safetensors");
        SafetensorsFile.Save(file, network);
        var loaded = SafetensorsFile.Load(file);
        Assert.Equal(network.Graph.Nodes.Select(node => node.Name), loaded.Graph.Nodes.Select(node => node.Name));
        Assert.All(network.Parameters.Zip(loaded.Parameters), pair =>
            Assert.Equal(pair.First.Values, pair.Second.Values)
        );

        var trained = Trainer
            .Run(
                loaded,
                SyntheticTraining.Data(),
                SyntheticTraining.Options(1) with
                {
                    KeepsZeros = keepsZeros,
                },
                Path.Combine(_folder, $"training{_trainings++}")
            )
            .Last;
        Assert.All(trained.Parameters, parameter =>
            Assert.All(parameter.Values, value => Assert.True(float.IsFinite(value)))
        );
        Assert.Contains(trained.Parameters, parameter =>
            !parameter.Values.SequenceEqual(loaded.Parameters[parameter.Name].Values)
        );

        var options = new OnnxExportOptions(SyntheticTraining.ImageSize, 17);
        using var reference = new TorchDetector(trained);
        ExportProof.Verify(OnnxExporter.Export(trained, options), reference, SyntheticTraining.ImageSize);
        return trained;
    }

    private static double Flops(Network network) =>
        NetworkCost.Count(network, SyntheticTraining.ImageSize, SyntheticTraining.ImageSize).Flops;
}
