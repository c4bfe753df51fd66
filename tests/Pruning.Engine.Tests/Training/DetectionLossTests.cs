using Pruning.Execution;
using Pruning.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Training;

[Collection(TorchCollection.Name)]
public class DetectionLossTests
{
    [RealDataTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Losses_and_every_gradient_are_the_originals(bool channelsLast)
    {
        var reference = new ReferenceLoss();
        using var network = new TorchNetwork(reference.Network, new ExecutionOptions(ChannelsLast: channelsLast));
        using var scope = NewDisposeScope();
        var (total, losses) = Compute(network, reference);
        Assert.Equal(reference.Figures.GetProperty("loss_total").GetDouble(), total.item<float>(), Relative(1e-5));
        Assert.Equal(reference.Figures.GetProperty("box").GetDouble(), losses.Box, Relative(1e-5));
        Assert.Equal(reference.Figures.GetProperty("obj").GetDouble(), losses.Objectness, Relative(1e-5));
        Assert.Equal(reference.Figures.GetProperty("cls").GetDouble(), losses.Class, Relative(1e-5));

        total.backward();
        var norms = reference.Figures.GetProperty("all_grads").EnumerateObject().ToList();
        Assert.Equal(network.Parameters.Trainable.Length, norms.Count);
        foreach (var norm in norms)
            Assert.Equal(
                norm.Value.GetProperty("norm").GetDouble(),
                network.Parameters[norm.Name].grad!.norm().item<float>(),
                Relative(1e-4)
            );
        foreach (var (name, gradient) in NumpyFile.ReadArchive(TestData.PathOf("reference/loss/grads_selected.npz")))
        {
            var values = HostTensor.ToArray(network.Parameters[name].grad!);
            var reach = gradient.Floats.Max(Math.Abs);
            Assert.All(values.Zip(gradient.Floats), pair =>
                Assert.InRange(pair.First - pair.Second, -1e-4f * reach, 1e-4f * reach)
            );
        }
    }

    [RealDataFact]
    public void Three_steps_follow_the_originals_trace()
    {
        var reference = new ReferenceLoss();
        using var network = new TorchNetwork(reference.Network);
        using var optimizer = new SgdOptimizer(network.Graph, network.Parameters, weightDecay: 5e-4);
        foreach (var step in reference.Figures.GetProperty("sgd_trace").EnumerateArray())
        {
            using var scope = NewDisposeScope();
            optimizer.ClearGradients();
            var (total, _) = Compute(network, reference);
            total.backward();
            Assert.Equal(step.GetProperty("loss").GetDouble(), total.item<float>(), Relative(1e-4));
            Assert.Equal(
                step.GetProperty("gradnorm_before_clip").GetDouble(),
                HostTensor.ToArray(optimizer.ClipGradients(10))[0],
                Relative(1e-4)
            );
            optimizer.Step(new SchedulePoint(0.01, 0.01, 0.937, 1));
            var squares = network.Parameters.Trainable.Sum(name =>
                HostTensor.ToArray(network.Parameters[name]).Sum(value => (double)value * value)
            );
            Assert.Equal(step.GetProperty("param_l2_after").GetDouble(), Math.Sqrt(squares), Relative(1e-6));
        }
    }

    [Fact]
    public void No_boxes_leave_only_the_objectness()
    {
        using var network = new TorchNetwork(TinyDetector.Create());
        using var scope = NewDisposeScope();
        var levels = network.Forward(zeros([1, 3, 32, 32]), training: true);
        var losses = ValuesOf(
            new DetectionLoss(network.Graph.Detect!, new Hyperparameters(), 32, CPU).Compute(levels, [])
        );
        Assert.Equal(0, losses.Box);
        Assert.Equal(0, losses.Class);
        Assert.True(losses.Objectness > 0);
    }

    [Fact]
    public void Smoothing_and_focus_change_the_loss()
    {
        using var network = new TorchNetwork(TinyDetector.Create());
        float[] target = [0, 1, 0.5f, 0.5f, 10f / 32, 12f / 32];
        var plain = With(new Hyperparameters());
        Assert.NotEqual(plain.Class, With(new Hyperparameters { LabelSmoothing = 0.2 }).Class);
        Assert.True(With(new Hyperparameters { FocalGamma = 1.5 }).Objectness < plain.Objectness);
        Assert.True(With(new Hyperparameters { ObjectnessPositiveWeight = 3 }).Objectness > plain.Objectness);

        LossValues With(Hyperparameters hyperparameters)
        {
            using var scope = NewDisposeScope();
            var levels = network.Forward(full([1, 3, 32, 32], 0.3), training: false);
            return ValuesOf(new DetectionLoss(network.Graph.Detect!, hyperparameters, 32, CPU).Compute(levels, target));
        }
    }

    // Logits 2 and -1 in every cell, the box is of the second class: its targets are 0.1 and 0.9 at a smoothing of 0.2.
    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(0.2, 0.1, 0.9)]
    public void Smoothed_targets_cost_what_is_counted_by_hand(double smoothing, double other, double own)
    {
        using var scope = NewDisposeScope();
        var cells = new float[2 * 4 * 4 * 7];
        for (var cell = 0; cell < cells.Length; cell += 7)
            (cells[cell + 5], cells[cell + 6]) = (2, -1);
        var head = TinyDetector.Create().Graph.Detect!;
        var values = ValuesOf(
            new DetectionLoss(head, new Hyperparameters { LabelSmoothing = smoothing }, 32, CPU).Compute(
                [HostTensor.From(cells, [1, 2, 4, 4, 7], CPU)],
                [0, 1, 0.5f, 0.5f, 10f / 32, 12f / 32]
            )
        );
        var entropy = (Math.Log(1 + Math.Exp(2)) - (other * 2) + Math.Log(1 + Math.Exp(-1)) + own) / 2;
        Assert.Equal(0.5 * 2 / 80 * 3 * entropy, values.Class, 1e-6);
    }

    private static (Tensor Total, LossValues Values) Compute(TorchNetwork network, ReferenceLoss reference)
    {
        var images = ImageTensor.FromBytes(reference.Pixels, 2, ReferenceLoss.ImageSize, ReferenceLoss.ImageSize, CPU);
        var (total, losses) = new DetectionLoss(
            network.Graph.Detect!,
            new Hyperparameters(),
            ReferenceLoss.ImageSize,
            CPU
        ).Compute(network.Forward(images, training: true), reference.Targets);
        return (total, ValuesOf((total, losses)));
    }

    private static LossValues ValuesOf((Tensor Total, Tensor Losses) computed) =>
        LossValues.Of(HostTensor.ToArray(computed.Losses));

    private static RelativeComparer Relative(double tolerance) => new RelativeComparer(tolerance);
}
