using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Pruners.Weights;

namespace Pruning.Pruners;

public class WeightSparsityTests
{
    [Fact]
    public void Two_of_every_four_inputs_stay()
    {
        // One filter of 1x2 taps: inputs 1 4 3 2 at the first tap, 0.5 0.5 0.5 0.1 at the second.
        var build = new GraphBuilder(0);
        var network = build.Build(build.Conv("head", build.Image(4), 1));
        network = With(network, "head.weight", [1, 0.5f, -4, 0.5f, 3, 0.5f, 2, 0.1f], 1, 4, 1, 2);

        var (thin, sparsity) = TwoOfFour.Apply(network, []);

        Assert.Equal([0, 0.5f, -4, 0.5f, 3, 0, 0, 0], thin.Parameters["head.weight"].Values);
        Assert.Equal((8, 4), (sparsity.Weights, sparsity.Zeros));
    }

    [Fact]
    public void Layers_whose_inputs_do_not_come_in_fours_or_that_are_kept_stay_dense()
    {
        var build = new GraphBuilder(0);
        var network = build.Build(build.Conv("head", build.Block("b", build.Block("a", build.Image(), 8), 8), 6));

        var (thin, sparsity) = TwoOfFour.Apply(network, [new(new LayerPattern("head"))]);

        Assert.Same(network.Parameters["a.conv.weight"].Values, thin.Parameters["a.conv.weight"].Values);
        Assert.Contains("3 inputs", sparsity.Layers[0].KeptBecause, StringComparison.Ordinal);
        Assert.Equal((64, 32), (sparsity.Layers[1].Weights, sparsity.Layers[1].Zeros));
        Assert.Equal((0, "KeepLayer 'head' keeps it"), (sparsity.Layers[2].Zeros, sparsity.Layers[2].KeptBecause));
    }

    [Fact]
    public void Single_weights_go_by_their_share_of_the_larger_ones_in_the_layer()
    {
        // a: 1 2 2 → 1/9, 4/8, 4/4; b: 10 1 1 1 → 100/100 and 1/101, 1/102, 1/103.
        var build = new GraphBuilder(0);
        var network = build.Build(build.Conv("b", build.Conv("a", build.Image(3), 1), 4));
        network = With(With(network, "a.weight", [1, 2, 2], 1, 3, 1, 1), "b.weight", [10, 1, 1, 1], 4, 1, 1, 1);

        var (thin, sparsity) = SingleWeights.Apply(
            network,
            [new(TargetMetric.Parameters, Maximum: 3)],
            new PlanningOptions()
        );

        Assert.Equal([10, 0, 0, 0], thin.Parameters["b.weight"].Values);
        Assert.Equal(2, thin.Parameters["a.weight"].Values.Count(value => value == 2));
        Assert.Equal(4, sparsity.Zeros);
    }

    [Fact]
    public void A_ratio_takes_a_layer_s_smallest_and_a_target_the_rest()
    {
        var build = new GraphBuilder(2);
        var network = build.Build(build.Conv("b", build.Conv("a", build.Image(), 100), 10));
        var options = new PlanningOptions { LayerSparsities = [new(new LayerPattern("a"), 0.5)] };
        var (_, sparsity) = SingleWeights.Apply(network, [new(TargetMetric.Parameters, Reduction: 0.6)], options);
        Assert.Equal((150, 630), (sparsity.Layers[0].Zeros, sparsity.Layers[1].Zeros));
        // Once more: zeros that are there count.
        var again = SingleWeights.Apply(
            SingleWeights.Apply(network, [new(TargetMetric.Parameters, Reduction: 0.3)], new()).Network,
            [new(TargetMetric.Parameters, Reduction: 0.6)],
            new()
        );
        Assert.Equal(780, again.Sparsity.Zeros);
    }

    [Fact]
    public void What_zeros_cannot_do_is_refused()
    {
        var build = new GraphBuilder(2);
        var network = build.Build(build.Conv("b", build.Block("a", build.Image(), 10), 10));
        Assert.Equal(Codes.TargetUnsupported, Refusal([new(TargetMetric.Flops, Reduction: 0.5)]));
        Assert.Equal(Codes.TargetOutOfReach, Refusal([new(TargetMetric.Parameters, Reduction: 0.95)]));
        DiagnosticCode Refusal(ImmutableArray<SparsityTarget> targets) =>
            Assert.Throws<PruneException>(() => SingleWeights.Apply(network, targets, new())).Code;
    }

    private static Network With(Network network, string name, float[] values, params int[] shape) =>
        network with
        {
            Parameters = network.Parameters.With([new Parameter(name, [.. shape], values)]),
        };
}
