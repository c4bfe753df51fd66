using Pruning.Graphs;
using Pruning.Pruners.Weights;
using Pruning.Testing;

namespace Pruning.Training;

[Collection(TorchCollection.Name)]
public sealed class WeightMaskTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pruning-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Zeros_stay_through_training_average_and_resuming_and_the_rest_learns()
    {
        var sparse = TwoOfFour.Apply(TinyDetector.Create(), []).Network;
        var options = SyntheticTraining.Options(4) with { KeepsZeros = true };

        var whole = Trainer.Run(sparse, SyntheticTraining.Data(_ => 0.5), options, Path.Combine(_folder, "whole"));

        foreach (var result in new[] { whole.Best, whole.Last })
        {
            foreach (var weight in sparse.Parameters.Where(parameter => parameter.Shape.Length == 4))
            {
                var now = result.Parameters[weight.Name].Values;
                Assert.All(weight.Values.Zip(now).Where(pair => pair.First == 0), pair => Assert.Equal(0, pair.Second));
                Assert.Contains(weight.Values.Zip(now), pair => pair.First != pair.Second);
            }
        }

        using var stop = new CancellationTokenSource();
        var interrupted = SyntheticTraining.Data(
            _ => 0.5,
            (epoch, _) =>
            {
                if (epoch == 2)
                    stop.Cancel();
            }
        );
        Assert.ThrowsAny<OperationCanceledException>(() =>
            Trainer.Run(sparse, interrupted, options, Path.Combine(_folder, "cut"), cancellationToken: stop.Token)
        );
        var resumed = Trainer.Run(sparse, SyntheticTraining.Data(_ => 0.5), options, Path.Combine(_folder, "cut"));
        Assert.All(whole.Last.Parameters.Zip(resumed.Last.Parameters), pair =>
            Assert.Equal(pair.First.Values, pair.Second.Values)
        );
    }

    [Fact]
    public void Without_the_option_zeros_learn()
    {
        var sparse = TwoOfFour.Apply(TinyDetector.Create(), []).Network;
        var trained = Trainer.Run(sparse, SyntheticTraining.Data(), SyntheticTraining.Options(1), _folder).Last;
        Assert.Contains(
            sparse.Parameters["model.2.conv.weight"].Values.Zip(trained.Parameters["model.2.conv.weight"].Values),
            pair => pair.First == 0 && pair.Second != 0
        );
    }
}
