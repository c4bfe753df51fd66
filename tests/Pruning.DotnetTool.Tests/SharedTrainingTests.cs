using Pruning.Checkpoints;
using Pruning.Pipeline;
using Pruning.Pipeline.Reuse;
using Pruning.Pipeline.Stages;

namespace Pruning.DotnetTool;

/// <summary>
/// A training by a command and one by a build are the same work, and the second one takes what the first has made.
/// </summary>
[Collection(nameof(ResumedTrainingTests))]
public sealed class SharedTrainingTests : IDisposable
{
    private readonly TinyClone _clone = new();

    public void Dispose() => _clone.Dispose();

    [Fact]
    public async Task What_a_build_has_trained_a_command_takes()
    {
        var built = _clone.Pipeline().RunTo(StageKind.Train);
        var run = await Train();
        Assert.Contains(
            "train: taken from the cache, trained before from the same weights, images and options",
            run.Error,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("epoch 1/1", run.Error, StringComparison.Ordinal);
        var network = SafetensorsFile.Load(
            built.Steps.Single(step => step.Name == StepNames.Train).Entry!.PathOf(StageFiles.Network)
        );
        Assert.Equal(
            network.Parameters.SelectMany(parameter => parameter.Values.ToArray()),
            SafetensorsFile.Load(Output).Parameters.SelectMany(parameter => parameter.Values.ToArray())
        );
    }

    [Fact]
    public async Task What_a_command_has_trained_a_build_takes_and_another_epoch_is_another_training()
    {
        var run = await Train();
        Assert.Contains("epoch 1/1", run.Error, StringComparison.Ordinal);
        Assert.Equal(StepNames.Check, TinyClone.Steps(_clone.Pipeline().RunTo(StageKind.Train), StageOutcome.Ran));
        Assert.Contains("epoch 2/2", (await Train("--epochs", "2")).Error, StringComparison.Ordinal);
    }

    private string Output => _clone.PathOf("trained.safetensors");

    private async Task<ToolRun> Train(params string[] more)
    {
        string[] epochs = more.Length > 0 ? more : ["--epochs", "1"];
        var run = await ToolRun.OfAsync([
            "train",
            _clone.PathOf("base.safetensors"),
            "--data",
            _clone.PathOf("cells/data.yaml"),
            "--imgsz",
            "64",
            "--batch",
            "2",
            "--precision",
            "fp32",
            "--device",
            "cpu",
            "--cache-dir",
            _clone.Cache,
            "-o",
            Output,
            .. epochs,
        ]);
        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        return run;
    }
}
