using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Testing;
using Pruning.Training;
using TorchSharp;

namespace Pruning.Pruners.Reconstruction;

[Collection(TorchCollection.Name)]
public class WeightReconstructionTests
{
    private const int Size = SyntheticTraining.ImageSize;

    // The third channel tells what the first one does, so its reader can do without it: w0 + w2 on the first is the
    // same map.
    [Fact]
    public void What_another_channel_tells_as_well_is_read_there()
    {
        var network = WithTwin(Small());
        var plan = Keeping(network, 0, 1, 3);
        var cut = Surgery.Prune(network, plan);

        var fitted = Fit(network, cut, plan);

        var (whole, before, after) = (Output(network), Output(cut), Output(fitted));
        Assert.True(Distance(whole, before) > 0.1 * Size, "the cut must cost something here");
        Assert.True(
            Distance(whole, after) < 0.01 * Distance(whole, before),
            $"{Distance(whole, after)} of {Distance(whole, before)}"
        );
        var (reader, weights) = (network.Parameters["out.weight"].Values, fitted.Parameters["out.weight"].Values);
        Assert.Equal(reader[0] + reader[2], weights[0], 0.02f);
        Assert.Equal(reader[1], weights[1], 0.02f);
    }

    [Fact]
    public void Where_nothing_is_lost_nothing_changes()
    {
        var network = Small();
        var plan = RandomCuts.Of(network, new Random(1), Size);
        var silent = network with { Parameters = RandomCuts.Zeroed(network, plan) };
        var cut = Surgery.Prune(silent, plan);

        var fitted = Fit(silent, cut, plan);

        foreach (var parameter in cut.Parameters)
            Assert.All(parameter.Values.Zip(fitted.Parameters[parameter.Name].Values), pair =>
                Assert.Equal(pair.First, pair.Second, 1e-4f)
            );
    }

    // Adds, concatenations, strides, groups: every graph is walked like any other, and no fit makes things worse than
    // they were.
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(11)]
    [InlineData(42)]
    [InlineData(77)]
    public void Any_graph_comes_nearer_to_what_it_was(int seed)
    {
        var network = RandomNetworks.Create(seed);
        var plan = RandomCuts.Of(network, new Random(seed), Size);
        var cut = Surgery.Prune(network, plan);

        var fitted = Fit(network, cut, plan);

        Assert.True(Distance(Output(network), Output(fitted)) <= 1.001 * Distance(Output(network), Output(cut)));
    }

    [Fact]
    public void A_plan_for_another_network_is_refused()
    {
        var plan = RandomCuts.Of(RandomNetworks.Create(1), new Random(1), Size);
        var failure = Assert.Throws<Diagnostics.PruneException>(() => Fit(Small(), Small(), plan));
        Assert.Equal(Diagnostics.Codes.PlanDoesNotFit, failure.Diagnostic.Code);
    }

    [Fact]
    public void Large_maps_take_fewer_batches_and_one_at_least()
    {
        var network = TinyDetector.Create();
        Assert.Equal(8, WeightReconstruction.AffordableBatches(network, 16, 64));
        Assert.InRange(WeightReconstruction.AffordableBatches(network, 16, 1280), 1, 7);
        Assert.Equal(1, WeightReconstruction.AffordableBatches(network, 1024, 1280));
    }

    private static Network Small()
    {
        var builder = new GraphBuilder(5);
        var hidden = builder.Block("hidden", builder.Image(), 4, kernel: 3);
        return builder.Build(builder.Conv("out", hidden, 2, bias: true));
    }

    private static Network WithTwin(Network network) =>
        network with
        {
            Parameters = network.Parameters.With(
                network
                    .Parameters.Where(parameter => parameter.Name.StartsWith("hidden.", StringComparison.Ordinal))
                    .Select(parameter =>
                    {
                        float[] values = [.. parameter.Values];
                        var size = values.Length / 4;
                        values.AsSpan(0, size).CopyTo(values.AsSpan(2 * size, size));
                        return parameter with { Values = values };
                    })
            ),
        };

    private static PrunePlan Keeping(Network network, params int[] channels) =>
        new(
            Importance.Random,
            Extent.Square(Size),
            "1",
            0,
            default,
            default,
            [
                .. Coupling
                    .Analyze(network)
                    .Groups.Select(group => new GroupPlan(
                        group.Name,
                        group.Count,
                        group.IsHeld ? [.. Enumerable.Range(0, group.Count)] : [.. channels]
                    )),
            ],
            []
        );

    private static Network Fit(Network network, Network cut, PrunePlan plan) =>
        WeightReconstruction.Run(network, cut, plan, SyntheticTraining.Epoch(0, null), ExecutionOptions.Default);

    // By its batch's own statistics, as the fit sees it.
    private static float[] Output(Network network)
    {
        using var scope = torch.NewDisposeScope();
        using var executor = new TorchNetwork(network);
        using var batch = SyntheticTraining.Epoch(0, null).First();
        var images = ImageTensor.FromBytes(
            batch.Pixels.AsSpan(0, batch.PixelCount),
            batch.Count,
            batch.Height,
            batch.Width,
            executor.Device
        );
        return [.. executor.Forward(images, training: true, normMomentum: 0).SelectMany(HostTensor.ToArray)];
    }

    private static double Distance(float[] left, float[] right) =>
        Math.Sqrt(left.Zip(right, (one, other) => (double)(one - other) * (one - other)).Sum());
}
