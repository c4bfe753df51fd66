using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Pruners;

/// <summary>Every measure on two tied layers of three channels: numbers that can be checked by hand.</summary>
public class ImportanceTests
{
    private static readonly Network Tied = TiedLayers();

    private static CouplingGroup Group => Coupling.Analyze(Tied).Groups.Single(group => group.Name == "a.conv+b.conv");

    [Fact]
    public void Bn_scale_is_the_mean_over_tied_norms() =>
        Assert.Equal([1.0, 2.0, 0.5], new BatchNormScale().Score(Group, Tied.Parameters)!);

    [Fact]
    public void L1_and_L2_take_the_filters_of_tied_layers_together()
    {
        // Filters of a: (3, 0), (0, 4), (0, 0); of b: (0, 4), (0, 0), (1, 0).
        Assert.Equal([7.0, 4.0, 1.0], new FilterNorm(power: 1).Score(Group, Tied.Parameters)!);
        Assert.Equal([5.0, 4.0, 1.0], new FilterNorm(power: 2).Score(Group, Tied.Parameters)!);
    }

    [Fact]
    public void Lamp_divides_by_what_is_as_large_or_larger() =>
        Assert.Equal([25.0 / 25, 16.0 / 41, 1.0 / 42], new LayerAdaptiveMagnitude().Score(Group, Tied.Parameters)!);

    [Fact]
    public void Fpgm_sums_distances_to_all_other_filters()
    {
        // As (a, b): (3, 0, 0, 4), (0, 4, 0, 0), (0, 0, 1, 0).
        var (first, second, third) = (Math.Sqrt(9 + 16 + 16), Math.Sqrt(9 + 1 + 16), Math.Sqrt(16 + 1));
        Assert.Equal(
            [first + second, first + third, second + third],
            new GeometricMedian().Score(Group, Tied.Parameters)!.AsEnumerable()
        );
    }

    [Fact]
    public void Fpgm_finds_the_filter_between_the_others_dispensable()
    {
        var build = new GraphBuilder(0);
        var network = build.Build(build.Conv("head", build.Block("a", build.Image(20), 3), 6));
        float[] values = [.. Enumerable.Repeat(0f, 20), .. Enumerable.Repeat(2f, 20), .. Enumerable.Repeat(1f, 20)];
        network = With(network, ("a.conv.weight", values));
        var scores = new GeometricMedian().Score(
            Coupling.Analyze(network).Groups.Single(group => group.Name == "a.conv"),
            network.Parameters
        )!;
        // Distances along the diagonal of twenty dimensions: 2 and 1 for the outer ones, 1 and 1 for the middle.
        Assert.All(scores.Zip([3.0, 3.0, 2.0]), pair => Assert.Equal(pair.Second * Math.Sqrt(20), pair.First, 6));
    }

    [Fact]
    public void Taylor_squares_the_sum_over_all_readers_and_averages_batches()
    {
        ImmutableArray<InputChannelStatistics> batches =
        [
            Signals(("head", [1, -2, 0]), ("side", [2, 2, 0])),
            Signals(("head", [0, 1, 0]), ("side", [0, 1, 3])),
        ];
        Assert.Equal(
            [Math.Sqrt(9 / 2.0), Math.Sqrt(4 / 2.0), Math.Sqrt(9 / 2.0)],
            new TaylorExpansion(batches).Score(Group, Tied.Parameters)!
        );
    }

    [Fact]
    public void Activation_weighs_what_reads_a_channel_by_its_energy()
    {
        // Squared weights that read the three channels: head 1 1 2, side 4 0 1.
        var energies = Signals(("head", [5, 9, 6]), ("side", [1, 100, 4]));
        Assert.Equal([3.0, 3.0, 4.0], new ActivationContribution(energies).Score(Group, Tied.Parameters)!);
    }

    [Fact]
    public void What_nobody_reads_is_not_judged() =>
        Assert.Null(new TaylorExpansion([Signals()]).Score(Group, Tied.Parameters));

    [Fact]
    public void Random_depends_on_seed_group_and_atom_alone()
    {
        var scores = new RandomDraw(seed: 1).Score(Group, Tied.Parameters)!;
        Assert.Equal(scores, new RandomDraw(seed: 1).Score(Group, Tied.Parameters)!);
        Assert.NotEqual(scores, new RandomDraw(seed: 2).Score(Group, Tied.Parameters)!);
        Assert.All(scores, score => Assert.InRange(score, 0, 1));
    }

    private static InputChannelStatistics Signals(params (string Layer, double[] Values)[] layers) =>
        new(layers.ToDictionary(layer => layer.Layer, layer => layer.Values));

    private static Network TiedLayers()
    {
        var build = new GraphBuilder(0);
        var image = build.Image(2);
        var sum = build.Sum("add", build.Block("a", image, 3), build.Block("b", image, 3));
        var network = build.Build(build.Conv("head", sum, 2), build.Conv("side", sum, 1));
        return With(
            network,
            ("a.conv.weight", [3, 0, 0, 4, 0, 0]),
            ("b.conv.weight", [0, 4, 0, 0, 1, 0]),
            ("a.bn.weight", [1, -3, 0]),
            ("b.bn.weight", [1, 1, 1]),
            ("head.weight", [1, 0, 1, 0, 1, 1]),
            ("side.weight", [2, 0, -1])
        );
    }

    private static Network With(Network network, params (string Name, float[] Values)[] values) =>
        network with
        {
            Parameters = network.Parameters.With(
                values.Select(value => network.Parameters[value.Name] with { Values = value.Values })
            ),
        };
}
