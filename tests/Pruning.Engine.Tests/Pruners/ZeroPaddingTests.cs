using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Testing;

namespace Pruning.Pruners;

public class ZeroPaddingTests
{
    private const int Size = 8;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_cut_network_in_its_old_shape_computes_the_same_and_is_cut_to_the_same(int seed)
    {
        var network = RandomNetworks.Create(seed);
        var plan = RandomCuts.Of(network, new Random(seed), Size);
        var cut = Surgery.Prune(network, plan);

        var silent = ZeroPadding.ToDenseShape(network, cut, plan);

        Assert.Equal(
            network.Parameters.Select(parameter => (parameter.Name, parameter.Values.Length)),
            silent.Parameters.Select(parameter => (parameter.Name, parameter.Values.Length))
        );
        var again = Surgery.Prune(silent, plan);
        Assert.All(cut.Parameters, parameter =>
            Assert.Equal(parameter.Values, again.Parameters[parameter.Name].Values)
        );
        var image = RandomNetworks.Image(seed, Size);
        var (expected, actual) = (
            ReferenceEvaluator.Run(cut.Graph, cut.Parameters, image),
            ReferenceEvaluator.Run(silent.Graph, silent.Parameters, image)
        );
        foreach (var output in RandomNetworks.OutputsOf(network.Graph))
            Assert.All(expected[output].Values.Zip(actual[output].Values), pair =>
                Assert.Equal(pair.First, pair.Second, 1e-9 * (1 + Math.Abs(pair.First)))
            );
    }

    // As a training measures them of channels that give nothing: their variance goes to 0.
    [Fact]
    public void What_is_silent_stays_so_whatever_its_statistics()
    {
        var network = TinyDetector.Create();
        var plan = RandomCuts.Of(network, new Random(1), 64);
        var cut = Surgery.Prune(network, plan);
        Assert.False(ZeroPadding.IsSilent(network, cut, plan));

        var silent = ZeroPadding.ToDenseShape(network, cut, plan);
        Assert.True(ZeroPadding.IsSilent(silent, cut, plan));
        var variances = silent
            .Parameters.Where(parameter => parameter.Name.EndsWith("running_var", StringComparison.Ordinal))
            .Select(parameter => parameter with { Values = [.. parameter.Values.Select(value => value * 0.7f)] });
        silent = silent with { Parameters = silent.Parameters.With(variances) };
        Assert.True(ZeroPadding.IsSilent(silent, Surgery.Prune(silent, plan), plan));
    }

    [Fact]
    public void A_plan_for_another_network_is_refused()
    {
        var (network, other) = (RandomNetworks.Create(1), RandomNetworks.Create(2));
        var failure = Assert.Throws<PruneException>(() =>
            ZeroPadding.ToDenseShape(network, network, RandomCuts.Of(other, new Random(1), Size))
        );
        Assert.Equal(Codes.PlanDoesNotFit, failure.Diagnostic.Code);
    }
}
