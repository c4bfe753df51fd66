using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Pruners;

public class SurgeryTests
{
    private const int Size = 8;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 150)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_cut_network_computes_what_the_dense_one_does_with_these_channels_at_zero(int seed)
    {
        var network = RandomNetworks.Create(seed);
        var plan = RandomPlan(network, new Random(seed));

        var cut = Surgery.Prune(network, plan);

        var image = RandomNetworks.Image(seed, Size);
        var expected = ReferenceEvaluator.Run(network.Graph, RandomCuts.Zeroed(network, plan), image);
        var actual = ReferenceEvaluator.Run(cut.Graph, cut.Parameters, image);
        var map = Coupling.Analyze(network);
        foreach (var output in RandomNetworks.OutputsOf(network.Graph))
        {
            // Outputs are held, so they have all their channels.
            Assert.Equal(expected[output].Channels, actual[output].Channels);
            Assert.All(map.OutputOf(output), place => Assert.True(map.Groups[place.Group].IsHeld));
            var largest = expected[output].Values.Max(Math.Abs);
            // Double arithmetic over few terms: only the order of sums differs.
            Assert.All(expected[output].Values.Zip(actual[output].Values), pair =>
                Assert.True(Math.Abs(pair.First - pair.Second) <= 1e-9 * (1 + largest))
            );
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_planned_cost_is_the_cost_of_the_cut_network(int seed)
    {
        var network = RandomNetworks.Create(seed);
        var plan = RandomPlan(network, new Random(seed));
        var map = Coupling.Analyze(network);

        var planned = new CostModel(network, map, Extent.Square(Size), null).Of([
            .. plan.Groups.Select(group => group.Kept.Length),
        ]);

        var actual = NetworkCost.Count(Surgery.Prune(network, plan), Size, Size);
        Assert.Equal((actual.Parameters, actual.Flops), (planned.Parameters, planned.Flops));
    }

    [Fact]
    public void A_cut_network_can_be_cut_again()
    {
        var network = RandomNetworks.Create(3);
        var once = Surgery.Prune(network, RandomPlan(network, new Random(1)));
        var plan = RandomPlan(once, new Random(2));
        var twice = Surgery.Prune(once, plan);
        Assert.True(NetworkCost.Count(twice, Size, Size).Parameters < NetworkCost.Count(once, Size, Size).Parameters);
    }

    [Fact]
    public void A_plan_for_another_network_is_refused()
    {
        var plan = RandomPlan(RandomNetworks.Create(1), new Random(1));
        var error = Assert.Throws<PruneException>(() => Surgery.Prune(RandomNetworks.Create(2), plan));
        Assert.Equal(Codes.PlanDoesNotFit, error.Code);
    }

    [Fact]
    public void A_plan_that_cuts_held_channels_or_names_none_is_refused()
    {
        var network = RandomNetworks.Create(1);
        var plan = RandomPlan(network, new Random(1));
        var held = plan with { Groups = plan.Groups.SetItem(0, plan.Groups[0] with { Kept = [0] }) };
        Assert.Contains(
            "image",
            Assert.Throws<PruneException>(() => Surgery.Prune(network, held)).Message,
            StringComparison.Ordinal
        );
        var empty = plan with { Groups = plan.Groups.SetItem(1, plan.Groups[1] with { Kept = [] }) };
        Assert.Equal(Codes.PlanDoesNotFit, Assert.Throws<PruneException>(() => Surgery.Prune(network, empty)).Code);
    }

    private static PrunePlan RandomPlan(Network network, Random random) => RandomCuts.Of(network, random, Size);
}
