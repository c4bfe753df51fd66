using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Testing;

namespace Pruning.Training;

[Collection(TorchCollection.Name)]
public class BatchNormCalibrationTests
{
    [Fact]
    public void Statistics_become_the_batches_average_and_weights_stay()
    {
        var network = TinyDetector.Create();
        var ones = BatchNormCalibration.Recalibrate(network, SyntheticTraining.Epoch(0, null).Take(1));
        var twos = BatchNormCalibration.Recalibrate(network, SyntheticTraining.Epoch(0, null).Skip(1).Take(1));
        var both = BatchNormCalibration.Recalibrate(network, SyntheticTraining.Epoch(0, null).Take(2));
        foreach (var parameter in both.Parameters)
        {
            var (one, two) = (ones.Parameters[parameter.Name].Values, twos.Parameters[parameter.Name].Values);
            if (NetworkCost.IsTrainable(parameter))
                Assert.Equal(network.Parameters[parameter.Name].Values, parameter.Values);
            else
                Assert.All(parameter.Values.Zip(one.Zip(two)), pair =>
                    Assert.Equal((pair.Second.First + pair.Second.Second) / 2, pair.First, 1e-4f)
                );
        }
    }

    [Fact]
    public void Stale_statistics_do_not_matter()
    {
        var network = TinyDetector.Create();
        var stale = network with
        {
            Parameters = network.Parameters.With([Parameter.Filled("model.0.bn.running_mean", 55, 8)]),
        };
        var fresh = BatchNormCalibration.Recalibrate(network, SyntheticTraining.Epoch(0, null));
        Assert.Equal(
            fresh.Parameters["model.3.bn.running_var"].Values,
            BatchNormCalibration
                .Recalibrate(stale, SyntheticTraining.Epoch(0, null))
                .Parameters["model.3.bn.running_var"]
                .Values
        );
    }

    [Fact]
    public void No_batches_change_nothing()
    {
        var network = TinyDetector.Create();
        Assert.Same(network, BatchNormCalibration.Recalibrate(network, []));
    }
}
