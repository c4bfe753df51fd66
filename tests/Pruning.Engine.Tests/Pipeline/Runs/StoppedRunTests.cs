using Pruning.Pruners.Sensitivity;
using Pruning.Testing;

namespace Pruning.Pipeline.Runs;

/// <summary>A run that is stopped goes on where it was.</summary>
[Collection(TorchCollection.Name)]
public sealed class StoppedRunTests : PipelineRunTest
{
    [Fact]
    public void A_training_that_was_stopped_goes_on_and_ends_in_the_same_bits()
    {
        var request = Clone.Request("<TrainEpochs>3</TrainEpochs>");
        var other = Clone.PathOf("other");
        var interrupted = request with { CacheDirectory = other };
        using var stop = new CancellationTokenSource();
        var stopAfterTheFirstEpoch = new Listener(step =>
        {
            if (step is EpochProgress { Step: "train", Done: > 0.4 })
                stop.Cancel();
        });

        var undisturbed = ModelHash(RunTo(StageKind.Train, request));
        Assert.Throws<OperationCanceledException>(() =>
            RunTo(StageKind.Train, interrupted, stopAfterTheFirstEpoch, stop.Token)
        );
        Assert.Single(Directory.GetDirectories(Path.Combine(other, "work")));
        var epochs = new List<string>();
        var resumed = ModelHash(
            RunTo(StageKind.Train, interrupted, new Listener(step => epochs.Add((step as StepProgress)?.Message ?? "")))
        );

        Assert.Equal(undisturbed, resumed);
        Assert.Contains(epochs, line => line.StartsWith("epoch 3/3", StringComparison.Ordinal));
        Assert.DoesNotContain(epochs, line => line.StartsWith("epoch 1/3", StringComparison.Ordinal));
        Assert.Empty(Directory.GetDirectories(Path.Combine(other, "work")));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void A_cut_by_sensitivity_measures_once_for_all_targets_and_goes_on_where_it_was_stopped()
    {
        ProjectRequest Project(string reduction) =>
            Clone.Request(
                "<SparseEpochs>0</SparseEpochs><Schedule>sensitivity</Schedule>",
                """<KeepLayer Include="model.0" />""",
                $"""<SparsityTarget Include="Flops" Reduction="{reduction}" />"""
            );
        Assert.Contains("still to be measured", Preview(Project("30%")).Remark, StringComparison.Ordinal);
        using var stop = new CancellationTokenSource();
        var points = 0;
        var stopAtTheThird = new Listener(step =>
        {
            if (step is StepProgress { Step: "sensitivity" } && ++points == 3)
                stop.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() =>
            RunTo(StageKind.Prune, Project("30%"), stopAtTheThird, stop.Token)
        );

        points = 0;
        var first = RunTo(
            StageKind.Prune,
            Project("30%"),
            new Listener(step => points += step is StepProgress { Step: "sensitivity" } ? 1 : 0)
        );
        Assert.Equal("sensitivity prune", Ran(first));
        var report = SensitivityReport.Load(FileOf(first, "sensitivity", "sensitivity.json"), "sensitivity")!;
        Assert.True(report.IsComplete);
        // The baseline and all points, but the two that the first run had finished.
        Assert.Equal(1 + report.Groups.Sum(group => group.Points.Length) - 2, points);

        Assert.DoesNotContain("still to be measured", Preview(Project("20%")).Remark, StringComparison.Ordinal);
        Assert.Equal("import-check prune", Ran(RunTo(StageKind.Prune, Project("20%"))));
    }

    private static string ModelHash(PipelineResult result) =>
        result
            .Steps.Single(step => step.Name == "train")
            .Entry!.Manifest.Outputs.Single(file => file.Name == "model.safetensors")
            .Sha256;
}
