using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Testing;

namespace Pruning.Training;

[Collection(TorchCollection.Name)]
public sealed class BatchNormPenaltyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pruning-penalty-").FullName;

    [Fact]
    public void Left_to_itself_the_wanted_share_of_channels_ends_at_zero_and_the_others_do_not()
    {
        var penalty = new SparsityPenalty { Layers = [.. TinyDetector.Norms], Ratio = 0.25 };
        var result = Run(penalty);
        var scales = Scales(result.Last);
        Assert.Equal(scales.Count / 4, scales.Count(scale => scale == 0));
        Assert.All(scales.Where(scale => scale != 0), scale => Assert.True(Math.Abs(scale) > 0.1, $"{scale}"));
        Assert.Equal(0.25, result.History[^1].Scales!.NearZero, 1e-9);
        // Shifts go with the scales: a cut channel leaves nothing behind.
        foreach (var layer in TinyDetector.Norms)
        {
            var pairs = result.Last.Parameters[$"{layer}.weight"].Values.Zip(result.Last.Parameters[$"{layer}.bias"].Values);
            Assert.All(pairs.Where(pair => pair.First == 0), pair => Assert.Equal(0, pair.Second));
        }
    }

    [Fact]
    public void The_planner_decides_which_channels_go()
    {
        var penalty = new SparsityPenalty { Layers = [.. TinyDetector.Norms], Selector = new Fixed() };
        var result = Run(penalty);
        Assert.Equal([3, 5], ZeroIndices(result.Last, "model.1.bn"));
        Assert.Empty(ZeroIndices(result.Last, "model.2.bn"));
    }

    [Fact]
    public void Running_statistics_keep_up_with_shrinking_scales()
    {
        var penalty = new SparsityPenalty { Layers = [.. TinyDetector.Norms], Ratio = 0.5 };
        var network = Run(penalty).Last;
        var fresh = BatchNormCalibration.Recalibrate(network, Enumerable.Range(0, 10).SelectMany(epoch => SyntheticTraining.Epoch(epoch, null)));
        var (lag, reach) = (0.0, 0.0);
        foreach (var (running, measured) in network.Parameters["model.3.bn.running_var"].Values.Zip(fresh.Parameters["model.3.bn.running_var"].Values))
            (lag, reach) = (lag + Math.Abs(running - measured), reach + measured);
        Assert.True(lag < 0.4 * reach, $"{lag} of {reach}");
    }

    [Fact]
    public void A_given_weight_shrinks_all_scales()
    {
        var plain = Scales(Run(penalty: null).Last).Sum(Math.Abs);
        var pushed = Scales(Run(new SparsityPenalty { Layers = [.. TinyDetector.Norms], Weight = 0.5 }).Last).Sum(Math.Abs);
        Assert.True(pushed < 0.9 * plain, $"{pushed} after {plain}");
    }

    [Fact]
    public void Only_epochs_with_the_channels_gone_may_be_the_best()
    {
        var figures = 1.0;
        var data = SyntheticTraining.Data(_ => figures -= 0.05); // the first epochs look best
        var penalty = new SparsityPenalty { Layers = [.. TinyDetector.Norms], Ratio = 0.25 };
        var result = Trainer.Run(TinyDetector.Create(), data, SyntheticTraining.Options(10) with { Penalty = penalty }, _folder);
        Assert.InRange(result.BestEpoch, 3, 5); // they are gone after two fifths
        Assert.Contains(0, Scales(result.Best));
    }

    [Fact]
    public void Layers_without_scales_are_refused()
    {
        var error = Assert.Throws<PruneException>(() => Run(new SparsityPenalty { Layers = ["model.0.conv"] }));
        Assert.Equal(Codes.NothingToPenalise, error.Code);
        Assert.Contains("'model.0.conv'", error.Message, StringComparison.Ordinal);
        Assert.Equal(Codes.NothingToPenalise, Assert.Throws<PruneException>(() => Run(new SparsityPenalty { Layers = [] })).Code);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private TrainingResult Run(SparsityPenalty? penalty) => Trainer.Run(
        TinyDetector.Create(), SyntheticTraining.Data(), SyntheticTraining.Options(10) with { Penalty = penalty }, Path.Combine(_folder, Guid.NewGuid().ToString("N")));

    private static List<float> Scales(Network network) => [.. TinyDetector.Norms.SelectMany(layer => network.Parameters[$"{layer}.weight"].Values)];

    private static IEnumerable<int> ZeroIndices(Network network, string layer) =>
        network.Parameters[$"{layer}.weight"].Values.Index().Where(pair => pair.Item == 0).Select(pair => pair.Index);

    private sealed class Fixed : IChannelSelector
    {
        public IReadOnlyDictionary<string, int[]> Select(Network network) => new Dictionary<string, int[]> { ["model.1.bn"] = [3, 5] };
    }
}
