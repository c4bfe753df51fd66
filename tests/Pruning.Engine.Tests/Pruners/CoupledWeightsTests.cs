using Pruning.Testing;

namespace Pruning.Pruners;

public class CoupledWeightsTests
{
    [Fact]
    public void A_group_has_the_filters_scales_shifts_and_columns_of_all_tied_layers()
    {
        var network = TinyDetector.Create();
        var tied = Coupling.Analyze(network).Groups.Single(group => group.Norms.Count() == 2);
        var group = Assert.Single(CoupledWeights.Find(network, [tied]));
        Assert.Equal((tied.Name, 8), (group.Name, group.Count));
        Assert.Equal(
            [
                ("model.2.bn.bias", 0),
                ("model.2.bn.weight", 0),
                ("model.2.conv.weight", 0),
                ("model.3.bn.bias", 0),
                ("model.3.bn.weight", 0),
                ("model.3.conv.weight", 0),
                ("model.3.conv.weight", 1),
                ("model.4.m.0.weight", 1),
            ],
            group.Slices.Select(slice => (slice.Parameter, slice.Dimension)).Order()
        );
        Assert.All(group.Slices, slice => Assert.Equal(Enumerable.Range(0, 8), slice.Channels));
    }

    [Fact]
    public void What_reads_two_groups_has_a_part_in_each()
    {
        var network = RandomNetworks.Create(seed: 3);
        var groups = Coupling.Analyze(network).Groups.Where(group => !group.IsHeld).ToList();
        var penalised = CoupledWeights.Find(network, groups);
        // Every index of a parameter belongs to one group at most, and each group's channels are all there.
        foreach (
            var parameter in penalised
                .SelectMany(group => group.Slices)
                .GroupBy(slice => (slice.Parameter, slice.Dimension))
        )
            Assert.All(Enumerable.Range(0, parameter.First().Channels.Length), index =>
                Assert.True(parameter.Count(slice => slice.Channels[index] >= 0) <= 1)
            );
        Assert.All(penalised, group =>
            Assert.Equal(
                Enumerable.Range(0, group.Count),
                group.Slices.SelectMany(slice => slice.Channels).Where(channel => channel >= 0).Distinct().Order()
            )
        );
    }
}
