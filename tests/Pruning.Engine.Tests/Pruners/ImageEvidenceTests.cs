using System.Collections.Immutable;
using Pruning.Data;
using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Pruners.Blocks;
using Pruning.Testing;
using Pruning.Training;

namespace Pruning.Pruners;

[Collection(TorchCollection.Name)]
public class ImageEvidenceTests
{
    // Classes alone: parts of the others count as constants in the gradient, which a difference quotient does not know.
    private static readonly Hyperparameters Smooth = new()
    {
        ObjectnessGain = 0,
        BoxGain = 0,
        ClassGain = 400,
    };

    [Theory]
    [InlineData("model.4.m.0", 3)]
    [InlineData("model.2.conv", 0)]
    [InlineData("model.3.conv", 5)]
    public void A_loss_change_is_the_slope_of_the_loss_along_the_weights_that_read_a_channel(string reader, int channel)
    {
        const float step = 0.01f;
        var network = TinyDetector.Create();
        var more = LossOf(Scaled(network, reader, channel, 1 + step));
        var less = LossOf(Scaled(network, reader, channel, 1 - step));

        var changes = Evidence(1).LossChanges(network).Single().ByLayer[reader];

        var slope = (more - less) / (2 * step);
        Assert.True(Math.Abs(slope) > 1e-3, $"too flat to compare: {slope}");
        Assert.Equal(slope, changes[channel], Math.Abs(slope) * 0.02);
    }

    [Fact]
    public void An_energy_is_the_mean_square_of_what_is_read()
    {
        // One image black, one white.
        var pixels = new byte[2 * 3 * 32 * 32];
        Array.Fill(pixels, (byte)255, 3 * 32 * 32, 3 * 32 * 32);
        var evidence = new ImageEvidence(
            () => [new TrainingBatch(pixels, 2, 32, 32, [], null)],
            32,
            Smooth,
            ExecutionOptions.Default
        );

        var energies = evidence.InputEnergies(TinyDetector.Create());

        Assert.All(energies.ByLayer["model.0.conv"], energy => Assert.Equal(0.5, energy, 5));
        Assert.Equal(
            ["model.0.conv", "model.1.conv", "model.2.conv", "model.3.conv", "model.4.m.0"],
            energies.ByLayer.Keys
        );
    }

    [Fact]
    public void A_network_loses_without_a_block_what_it_loses_once_that_is_removed()
    {
        var network = WithBlocks();
        var blocks = Block.Find(network);
        Assert.Equal(["m.0", "m.1", "c3.m.0"], blocks.Select(block => block.Name));

        var (whole, without) = Evidence(1).MeanLosses(network, blocks);

        Assert.Equal(LossOf(network), whole, whole * 1e-5);
        foreach (var (block, loss) in blocks.Zip(without))
        {
            Assert.True(
                Math.Abs(loss - whole) > whole * 1e-3,
                $"'{block.Name}' changes too little to compare: {loss} and {whole}"
            );
            Assert.Equal(LossOf(BlockRemoval.Remove(network, block)), loss, whole * 1e-5);
        }

        // Whatever else is asked about, and in whichever order.
        Assert.Equal(
            [without[2], without[0]],
            Evidence(1).MeanLosses(network, [blocks[2], blocks[0]]).Without.ToArray()
        );
        Assert.Equal(whole, Evidence(1).MeanLosses(network, []).Whole);
    }

    [Theory]
    [InlineData("taylor")]
    [InlineData("second-order")]
    [InlineData("activation")]
    public void A_plan_by_images_is_the_same_twice_and_removes_dead_channels_first(string importance)
    {
        var network = TinyDetector.Create(width: 16);
        // Channels 2 and 9 of the second layer give nothing, although their filters are as large as the others'.
        var dead = new float[16];
        Array.Fill(dead, 1);
        (dead[2], dead[9]) = (0, 0);
        network = network with
        {
            Parameters = network.Parameters.With([network.Parameters["model.1.bn.weight"] with { Values = dead }]),
        };
        var options = new PlanningOptions
        {
            Importance = Importance.Named(importance),
            ChannelMultiple = 1,
            Image = Extent.Square(32),
            Evidence = Evidence(2),
        };
        ImmutableArray<SparsityTarget> targets = [new(TargetMetric.Channels, Reduction: 0.15)];

        var plan = PrunePlanner.Plan(network, targets, options);

        Assert.Equal(plan.ToJson(), PrunePlanner.Plan(network, targets, options).ToJson());
        Assert.DoesNotContain(2, plan.Groups.Single(group => group.Name == "model.1.conv").Kept);
        Assert.DoesNotContain(9, plan.Groups.Single(group => group.Name == "model.1.conv").Kept);
    }

    // Two bottlenecks with a shortcut, the second of which begins where the first ends, and one without, whose input is
    // read again later.
    private static Network WithBlocks()
    {
        var build = new GraphBuilder(3);
        var x = build.Block("stem.1", build.Block("stem.0", build.Image(), 8, 3, stride: 2), 8, 3, stride: 4);
        foreach (var name in (string[])["m.0", "m.1"])
            x = build.Sum($"{name}.add", x, build.Block($"{name}.cv2", build.Block($"{name}.cv1", x, 4), 8, 3));
        var plain = build.Block("c3.m.0.cv2", build.Block("c3.m.0.cv1", x, 4), 8, 3);
        return build.Build(build.Detect("detect", 2, build.Conv("head", build.Concat("cat", plain, x), 7, bias: true)));
    }

    private static ImageEvidence Evidence(int batches) =>
        new(
            () => SyntheticTraining.Epoch(0, null).Take(batches),
            SyntheticTraining.ImageSize,
            Smooth,
            ExecutionOptions.Default
        );

    private static double LossOf(Network network)
    {
        using var torch = new TorchNetwork(network);
        using var batch = SyntheticTraining.Epoch(0, null).First();
        var images = ImageTensor.FromBytes(
            batch.Pixels.AsSpan(0, batch.PixelCount),
            batch.Count,
            batch.Height,
            batch.Width,
            torch.Device
        );
        var (total, _) = new DetectionLoss(
            network.Graph.Detect!,
            Smooth,
            SyntheticTraining.ImageSize,
            torch.Device
        ).Compute(torch.Forward(images, training: true), batch.Targets);
        return HostTensor.ToArray(total)[0] / batch.Count;
    }

    private static Network Scaled(Network network, string reader, int channel, float factor)
    {
        var weight = network.Parameters[$"{reader}.weight"];
        float[] values = [.. weight.Values];
        var size = values.Length / weight.Shape[0] / weight.Shape[1];
        for (var output = 0; output < weight.Shape[0]; output++)
        {
            for (var i = 0; i < size; i++)
                values[(((output * weight.Shape[1]) + channel) * size) + i] *= factor;
        }

        return network with
        {
            Parameters = network.Parameters.With([weight with { Values = values }]),
        };
    }
}
