using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Pruners;
using Pruning.Testing;

namespace Pruning.Training.Sparsity;

[Collection(TorchCollection.Name)]
public sealed class SparsityPenaltyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pruning-penalty-").FullName;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Left_to_itself_the_wanted_share_of_channels_ends_at_zero_and_the_others_do_not(bool gradual)
    {
        var result = Run(
            TinyPenalty.Of(0.25) with
            {
                Schedule = gradual ? PruningSchedule.Gradual : PruningSchedule.OneShot,
            }
        );
        var scales = Scales(result.Last);
        Assert.Equal(scales.Count / 4, scales.Count(scale => scale == 0));
        Assert.All(scales.Where(scale => scale != 0), scale => Assert.True(Math.Abs(scale) > 0.1, $"{scale}"));
        Assert.Equal(0.25, result.History[^1].Scales!.NearZero, 1e-9);
        Assert.Equal(1, result.History[^1].Scales!.Separation);
        // Shifts go with the scales: a cut channel leaves nothing behind.
        foreach (var layer in TinyDetector.Norms)
        {
            var pairs = result
                .Last.Parameters[$"{layer}.weight"]
                .Values.Zip(result.Last.Parameters[$"{layer}.bias"].Values);
            Assert.All(pairs.Where(pair => pair.First == 0), pair => Assert.Equal(0, pair.Second));
        }
    }

    [Fact]
    public void The_planner_decides_which_channels_go()
    {
        var result = Run(TinyPenalty.Of() with { Selector = new TinyPenalty.Fixed("model.1.bn", 3, 5) });
        Assert.Equal([3, 5], ZeroIndices(result.Last, "model.1.bn"));
        Assert.Empty(ZeroIndices(result.Last, "model.2.bn"));
    }

    [Fact]
    public void The_weight_follows_from_the_separation_and_ends_with_it()
    {
        var history = Run(TinyPenalty.Of(0.25)).History;
        Assert.True(history[0].Scales!.Separation < 0.5, $"{history[0].Scales!.Separation}");
        Assert.Contains(history, epoch => epoch.Scales!.Weight > 0);
        var settled = history.SkipWhile(epoch => epoch.Scales!.Separation < 1).ToList();
        Assert.True(settled.Count >= 4, $"{settled.Count}");
        Assert.All(settled, epoch => Assert.Equal((1, 0), (epoch.Scales!.Separation, epoch.Scales.Weight)));
    }

    [Fact]
    public void What_is_silent_before_stays_so_and_the_rest_trains_freely()
    {
        var start = TinyDetector.Create();
        Parameter[] silent =
        [
            .. ((string[])["weight", "bias"]).Select(suffix =>
            {
                float[] values = [.. start.Parameters[$"model.1.bn.{suffix}"].Values];
                (values[2], values[5]) = (0, 0);
                return start.Parameters[$"model.1.bn.{suffix}"] with { Values = values };
            }),
        ];
        start = start with { Parameters = start.Parameters.With(silent) };
        var options = SyntheticTraining.Options(4) with
        {
            Penalty = TinyPenalty.Of() with { Schedule = PruningSchedule.Early },
        };

        var result = Trainer.Run(
            start,
            SyntheticTraining.Data(SyntheticTraining.Confidence),
            options,
            Path.Combine(_folder, "whole")
        );

        Assert.All(new[] { result.Last, result.Best }, network =>
            Assert.Equal([2, 5], ZeroIndices(network, "model.1.bn"))
        );
        Assert.All(result.Last.Parameters["model.1.bn.bias"].Values.Index(), shift =>
            Assert.Equal(shift.Index is 2 or 5, shift.Item == 0)
        );
        Assert.All(result.History, epoch => Assert.Equal((1, 0), (epoch.Scales!.Separation, epoch.Scales.Weight)));
        // A channel that training itself brings to 0 is not one of them: a resumed training knows which they were.
        var killed = SyntheticTraining.Data(SyntheticTraining.Confidence, (epoch, batch) =>
            _ = (epoch, batch) == (2, 1) ? throw new IOException("power cut") : 0
        );
        Assert.Throws<IOException>(() => Trainer.Run(start, killed, options, Path.Combine(_folder, "cut")));
        var resumed = Trainer.Run(
            start,
            SyntheticTraining.Data(SyntheticTraining.Confidence),
            options,
            Path.Combine(_folder, "cut")
        );
        Assert.All(result.Last.Parameters, parameter =>
            Assert.Equal(parameter.Values, resumed.Last.Parameters[parameter.Name].Values)
        );
    }

    [Fact]
    public void Gradually_ever_more_channels_are_zero()
    {
        var zeros = Run(
            TinyPenalty.Of() with
            {
                Schedule = PruningSchedule.Gradual,
            },
            SyntheticTraining.Options(10) with
            {
                NominalBatch = SyntheticTraining.BatchSize,
            }
        )
            .History.Select(epoch => epoch.Scales!.NearZero)
            .ToList();
        Assert.Equal(zeros.Order(), zeros);
        Assert.InRange(zeros[0], 0.1, 0.3); // of the half that is to go, 1 - (5/6)^3 in the first of six epochs
        Assert.InRange(zeros[2], 0.4, 0.5);
        Assert.All(zeros.Skip(6), share => Assert.Equal(0.5, share, 1e-9));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_a_channel_needs_goes_with_it_under_a_group_lasso(bool gradual)
    {
        var start = TinyDetector.Create();
        var coupled = Coupling.Analyze(start).Groups.Where(group => !group.IsHeld).ToList();
        // The shortcut ties two layers: one group, read by the head and by the second of them.
        var tied = coupled.Single(group => group.Norms.Count() == 2);
        var result = Run(
            new SparsityPenalty(CoupledWeights.Find(start, coupled), new TinyPenalty.Fixed(tied.Name, 1, 6))
            {
                Schedule = gradual ? PruningSchedule.Gradual : PruningSchedule.OneShot,
            }
        );
        foreach (var layer in (string[])["model.2", "model.3"])
        {
            Assert.Equal([1, 6], ZeroIndices(result.Last, $"{layer}.bn"));
            var filters = result.Last.Parameters[$"{layer}.conv.weight"].Values;
            Assert.All(Enumerable.Range(0, 8), filter =>
                Assert.Equal(filter is 1 or 6, filters.Skip(filter * 72).Take(72).All(value => value == 0))
            );
        }

        var head = result.Last.Parameters["model.4.m.0.weight"].Values; // [14, 8, 1, 1]
        Assert.All(head.Chunk(8), row => Assert.Equal((0, 0), (row[1], row[6])));
        Assert.DoesNotContain(0, Scales(result.Last, "model.0.bn"));
    }

    [Fact]
    public void A_group_lasso_of_given_weight_shrinks_all_that_it_weighs()
    {
        var start = TinyDetector.Create();
        var groups = CoupledWeights.Find(start, Coupling.Analyze(start).Groups.Where(group => !group.IsHeld));
        var penalty = new SparsityPenalty(groups, new TinyPenalty.Fixed(groups[0].Name, 0)) { Weight = 1 };
        var pushed = Run(penalty).Last;
        var plain = Run(penalty: null).Last;
        foreach (var parameter in (string[])["model.1.conv.weight", "model.4.m.0.weight"])
            Assert.True(
                Size(pushed, parameter) < 0.9 * Size(plain, parameter),
                $"{parameter}: {Size(pushed, parameter)} after {Size(plain, parameter)}"
            );
    }

    [Fact]
    public void Running_statistics_keep_up_with_shrinking_scales()
    {
        var network = Run(TinyPenalty.Of()).Last;
        var fresh = BatchNormCalibration.Recalibrate(
            network,
            Enumerable.Range(0, 10).SelectMany(epoch => SyntheticTraining.Epoch(epoch, null))
        );
        var (lag, reach) = (0.0, 0.0);
        foreach (
            var (running, measured) in network
                .Parameters["model.3.bn.running_var"]
                .Values.Zip(fresh.Parameters["model.3.bn.running_var"].Values)
        )
            (lag, reach) = (lag + Math.Abs(running - measured), reach + measured);
        Assert.True(lag < 0.4 * reach, $"{lag} of {reach}");
    }

    [Fact]
    public void A_given_weight_shrinks_all_scales_and_less_where_it_falls()
    {
        var penalty = TinyPenalty.Of() with { Weight = 0.5 };
        var plain = Scales(Run(penalty: null).Last).Sum(Math.Abs);
        var pushed = Run(penalty);
        var falling = Run(penalty with { WeightFalls = true });
        Assert.True(Scales(pushed.Last).Sum(Math.Abs) < 0.9 * plain);
        Assert.InRange(Scales(falling.Last).Sum(Math.Abs), Scales(pushed.Last).Sum(Math.Abs) * 1.01, plain);
        Assert.All(pushed.History, epoch => Assert.Equal(0.5, epoch.Scales!.Weight));
        Assert.InRange(falling.History[^1].Scales!.Weight, 0.05, 0.1);
        Assert.All(pushed.History, epoch => Assert.InRange(epoch.Scales!.Separation, 0, 0.99));
    }

    [Fact]
    public void Only_epochs_with_the_channels_gone_may_be_the_best()
    {
        var figures = 1.0;
        var data = SyntheticTraining.Data(_ => figures -= 0.05); // the first epochs look best
        var result = Trainer.Run(
            TinyDetector.Create(),
            data,
            SyntheticTraining.Options(10) with
            {
                Penalty = TinyPenalty.Of(0.25),
            },
            _folder
        );
        Assert.InRange(result.BestEpoch, 3, 5); // they are gone after two fifths
        Assert.Contains(0, Scales(result.Best));
    }

    [Fact]
    public void Layers_without_scales_are_refused()
    {
        var error = Assert.Throws<PruneException>(() => ScaleGroups.Find(TinyDetector.Create(), ["model.0.conv"]));
        Assert.Equal(Codes.NothingToPenalise, error.Code);
        Assert.Contains("'model.0.conv'", error.Message, StringComparison.Ordinal);
        Assert.Equal(
            Codes.NothingToPenalise,
            Assert.Throws<PruneException>(() => Run(TinyPenalty.Of() with { Groups = [] })).Code
        );
        var foreign = ScaleGroups.Find(TinyDetector.Create(width: 16), TinyDetector.Norms);
        Assert.Contains(
            "'model.0.bn'",
            Assert.Throws<PruneException>(() => Run(TinyPenalty.Of() with { Groups = foreign })).Message,
            StringComparison.Ordinal
        );
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private TrainingResult Run(SparsityPenalty? penalty, TrainingOptions? options = null) =>
        Trainer.Run(
            TinyDetector.Create(),
            SyntheticTraining.Data(),
            (options ?? SyntheticTraining.Options(10)) with
            {
                Penalty = penalty,
            },
            Path.Combine(_folder, Guid.NewGuid().ToString("N"))
        );

    private static double Size(Network network, string parameter) =>
        Math.Sqrt(network.Parameters[parameter].Values.Sum(value => (double)value * value));

    private static List<float> Scales(Network network) =>
        [.. TinyDetector.Norms.SelectMany(layer => Scales(network, layer))];

    private static float[] Scales(Network network, string layer) => network.Parameters[$"{layer}.weight"].Values;

    private static IEnumerable<int> ZeroIndices(Network network, string layer) =>
        Scales(network, layer).Index().Where(pair => pair.Item == 0).Select(pair => pair.Index);
}
