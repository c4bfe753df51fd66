using System.Collections.Immutable;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Testing;
using Pruning.Training;

namespace Pruning.Pruners.SecondOrder;

[Collection(TorchCollection.Name)]
public class SecondOrderEffectTests
{
    // Channels 0 and 1 are alike and matter most, 2 matters little.
    private static readonly ImmutableArray<double> Alike = [1, 0.999, 0, 0.999, 1, 0, 0, 0, 1];

    [Fact]
    public void Of_two_that_are_alike_one_is_worth_least_and_the_other_most()
    {
        var (group, network) = Chain([1, 1, 0.5f]);

        var ranking = new SecondOrderEffect(Curvatures(Alike)).Rank(group, network.Parameters, normalize: true)!;

        Assert.Equal(2, ranking.Order[1]);
        Assert.Equal([0, 1], ranking.Order.Where(atom => atom != 2).Order());
        Assert.Equal(0, ranking.Kept[0], 1e-12);
        // The last one to go is worth both, and more than each step before.
        var steps = ranking.Kept.Zip(ranking.Kept.Skip(1), (less, more) => more - less).ToArray();
        Assert.True(steps[0] > steps[1] && steps[1] > steps[2], string.Join(' ', steps));
    }

    [Fact]
    public void A_group_that_nothing_reads_cannot_be_judged()
    {
        var (group, network) = Chain([1, 1, 1]);
        Assert.Null(
            new SecondOrderEffect(ImmutableDictionary<string, ReaderCurvature>.Empty).Rank(
                group,
                network.Parameters,
                normalize: true
            )
        );
    }

    [Fact]
    public void Weights_that_are_no_numbers_are_named()
    {
        var (group, network) = Chain([1, float.NaN, 1]);
        var failure = Assert.Throws<PruneException>(() =>
            new SecondOrderEffect(Curvatures(Alike)).Rank(group, network.Parameters, normalize: true)
        );
        Assert.Equal(Codes.ImportanceNotFinite, failure.Diagnostic.Code);
        Assert.Contains("'a.conv'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_say_how_inputs_vary_and_how_much_outputs_matter()
    {
        // One image black, one white: the three colours vary as one, by a quarter each.
        var pixels = new byte[2 * 3 * 32 * 32];
        Array.Fill(pixels, (byte)255, 3 * 32 * 32, 3 * 32 * 32);
        var network = TinyDetector.Create();
        var evidence = new ImageEvidence(
            () => [new TrainingBatch(pixels, 2, 32, 32, [], null)],
            32,
            new Hyperparameters(),
            ExecutionOptions.Default
        );

        var curvatures = evidence.Curvatures(network);

        Assert.Equal(
            network.Graph.Nodes.OfType<ConvolutionNode>().Select(node => node.Name).Order(StringComparer.Ordinal),
            curvatures.Keys.Order(StringComparer.Ordinal)
        );
        Assert.All(curvatures["model.0.conv"].Covariance, value => Assert.Equal(0.25, value, 1e-6));
        Assert.All(curvatures.Values, curvature => Assert.Contains(curvature.OutputWeights, weight => weight > 0));
    }

    private static Dictionary<string, ReaderCurvature> Curvatures(ImmutableArray<double> covariance) =>
        new() { ["head"] = new ReaderCurvature(covariance, [1]) };

    private static (CouplingGroup Group, Network Network) Chain(float[] read)
    {
        var build = new GraphBuilder(0);
        var network = build.Build(build.Conv("head", build.Block("a", build.Image(), 3), 1));
        network = network with
        {
            Parameters = network.Parameters.With([network.Parameters["head.weight"] with { Values = read }]),
        };
        return (Coupling.Analyze(network).Groups.Single(group => group.Name == "a.conv"), network);
    }
}
