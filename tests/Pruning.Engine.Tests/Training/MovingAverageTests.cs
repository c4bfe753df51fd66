using Pruning.Execution;
using Pruning.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Training;

[Collection(TorchCollection.Name)]
public sealed class MovingAverageTests
{
    // Weights at 0, an average at 1: what is left of it is the product of the decays, 0.9999 · (1 − exp(−n / ramp)).
    [Theory]
    [InlineData(100_000, 2000)]
    [InlineData(200, 43.42945)] // 1 - exp(-200 / 43.42945) = 1 - 1 / 100
    [InlineData(20, 8.68589)] // 1 - 1 / 10
    [InlineData(2, 2000)]
    public void Its_ramp_is_YOLOv5s_or_such_that_a_short_training_ends_with_half_of_it_in_sight(int steps, double ramp)
    {
        TorchRuntime.Initialize();
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var parameters = new TorchParameters(TinyDetector.Create(), CPU);
        var name = parameters.Trainable[0];
        parameters[name].fill_(1);
        using var average = new MovingAverage(parameters, decay: 0.9999, steps);
        parameters[name].zero_();
        var expected = 1.0;
        for (var update = 1; update <= 3; update++)
        {
            average.Update();
            expected *= 0.9999 * (1 - Math.Exp(-update / ramp));
        }

        Assert.Equal(1, HostTensor.ToArray(average[name])[0] / expected, 1e-4);
    }
}
