using Pruning.Checkpoints;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Testing;

namespace Pruning.Training;

/// <summary>Numbers that go bad stop a training, each with its code; one bad step does not.</summary>
[Collection(TorchCollection.Name)]
public sealed class TrainingWatchTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pruning-watch-").FullName;
    private readonly TrainingWatch _watch = new(new Hyperparameters(), gradientLimit: 10);

    [Fact]
    public void Gradients_far_above_their_history_stop_after_twenty_steps_and_not_before()
    {
        for (var step = 0; step < 20; step++)
            _watch.SeeGradients(0.5, "");
        Assert.Equal(0.5, _watch.State.Norm.Usual, 1e-12);
        for (var step = 0; step < 19; step++)
            _watch.SeeGradients(600, "");
        Assert.Equal(Codes.GradientsExploded, Assert.Throws<PruneException>(() => _watch.SeeGradients(600, "")).Code);
    }

    [Fact]
    public void Gradients_that_come_back_are_no_explosion()
    {
        for (var step = 0; step < 200; step++)
            _watch.SeeGradients(
                step % 20 == 19 ? 0.5
                    : step < 20 ? 0.5
                    : 600,
                ""
            );
        Assert.Equal(0, _watch.State.Norm.Wild);
    }

    [Theory]
    [InlineData(400)] // 800 times
    [InlineData(9)] // 18 times, below the clip
    public void Gradients_that_are_merely_large_go_on(double norm)
    {
        for (var step = 0; step < 20; step++)
            _watch.SeeGradients(0.5, "");
        for (var step = 0; step < 100; step++)
            _watch.SeeGradients(norm, "");
    }

    [Theory]
    [InlineData(double.NaN, "PRUNE3006")]
    [InlineData(double.PositiveInfinity, "PRUNE3006")]
    [InlineData(0, "PRUNE3007")]
    public void Gradients_that_are_no_numbers_or_nothing_stop_at_once(double norm, string code) =>
        Assert.Equal(code, Assert.Throws<PruneException>(() => _watch.SeeGradients(norm, "in epoch 1")).Code.Id);

    [Fact]
    public void A_loss_a_hundred_times_the_usual_stops_after_twenty_batches()
    {
        for (var batch = 0; batch < 20; batch++)
            _watch.SeeLoss(new LossValues(0.1, 0.05, 0.05), "");
        for (var batch = 0; batch < 19; batch++)
            _watch.SeeLoss(new LossValues(10, 10, 1), "");
        Assert.Equal(
            Codes.LossExploded,
            Assert.Throws<PruneException>(() => _watch.SeeLoss(new LossValues(10, 10, 1), "")).Code
        );
    }

    [Fact]
    public void Finding_nothing_for_ten_epochs_after_having_learnt_is_death_and_never_having_learnt_is_not()
    {
        List<EpochRecord> History(double first, int zeros) =>
            [Record(1, first), .. Enumerable.Range(2, zeros).Select(epoch => Record(epoch, 0))];
        _watch.SeeEpochs(History(0.5, 9));
        _watch.SeeEpochs(History(0, 30));
        var error = Assert.Throws<PruneException>(() => _watch.SeeEpochs(History(0.5, 10)));
        Assert.Equal(Codes.ModelDied, error.Code);
        Assert.Contains("for 10 epochs, after an mAP50 of 0.500 in epoch 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_zero_are_seen_after_three_looks()
    {
        var start = TinyDetector.Create();
        var zeroed = start with
        {
            Parameters = start.Parameters.With(
                start
                    .Parameters.Where(NetworkCost.IsTrainable)
                    .Select(parameter => parameter with { Values = new float[parameter.Values.Length] })
            ),
        };
        var error = Stopped(zeroed, SyntheticTraining.Options(5));
        Assert.Equal(Codes.ModelDied, error.Code);
        Assert.Contains(
            "in epoch 2, batch 1 of 3: the network's output is exactly the same for all images",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Single(File.ReadAllLines(Path.Combine(_folder, "training.jsonl")));
        // Resumed, it stops at the same place.
        Assert.Equal(error.Message, Stopped(zeroed, SyntheticTraining.Options(5)).Message);
    }

    [Fact]
    public void A_saturated_head_has_no_gradient()
    {
        var start = TinyDetector.Create();
        // Nothing of it is ever an object, to the last bit: sigmoid(−1000) is 0, and so is its slope.
        var saturated = start with
        {
            Parameters = start.Parameters.With([
                Parameter.Filled("model.4.m.0.bias", -1000, 14),
                Parameter.Filled("model.4.m.0.weight", 0, 14, 8, 1, 1),
            ]),
        };
        var data = SyntheticTraining.Data() with
        {
            Epoch = (epoch, _, _) => SyntheticTraining.Epoch(epoch, null).Select(WithoutTargets),
        };
        var error = Assert.Throws<PruneException>(() =>
            Trainer.Run(saturated, data, SyntheticTraining.Options(5), _folder)
        );
        Assert.Equal(Codes.ModelDied, error.Code);
        Assert.Contains("every gradient is exactly 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Infinite_weights_are_a_divergence()
    {
        var start = TinyDetector.Create();
        var broken = start with
        {
            Parameters = start.Parameters.With([
                Parameter.Filled("model.4.m.0.weight", float.PositiveInfinity, 14, 8, 1, 1),
            ]),
        };
        Assert.Equal(Codes.TrainingDiverged, Stopped(broken, SyntheticTraining.Options(2)).Code);
    }

    [Fact]
    public void A_huge_rate_stops_the_training_and_what_was_best_is_kept()
    {
        var options = SyntheticTraining.Options(200) with
        {
            NominalBatch = SyntheticTraining.BatchSize,
            Hyperparameters = new Hyperparameters { LearningRate = 1e6, WarmupEpochs = 20 },
        };
        var error = Stopped(TinyDetector.Create(), options, validated: true);
        Assert.Contains(
            error.Code,
            (DiagnosticCode[])[Codes.TrainingDiverged, Codes.GradientsExploded, Codes.LossExploded, Codes.ModelDied]
        );
        Assert.Contains("lr0 (it is 1000000)", error.Message, StringComparison.Ordinal);
        Assert.True(
            SafetensorsFile
                .Load(Path.Combine(_folder, "best.safetensors"))
                .Parameters.All(parameter => parameter.Values.All(float.IsFinite))
        );
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private PruneException Stopped(Network start, TrainingOptions options, bool validated = false) =>
        Assert.Throws<PruneException>(() =>
            Trainer.Run(start, SyntheticTraining.Data(validated ? _ => 0.5 : null), options, _folder)
        );

    private static Pruning.Data.TrainingBatch WithoutTargets(Pruning.Data.TrainingBatch batch) =>
        new(batch.Pixels, batch.Count, batch.Height, batch.Width, [], pool: null);

    private static EpochRecord Record(int epoch, double value) =>
        new(epoch, default, 0, 0, 0, null, null, value, value, null);
}
