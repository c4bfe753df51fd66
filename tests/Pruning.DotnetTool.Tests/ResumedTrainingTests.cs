using Pruning.Checkpoints;
using Pruning.Testing;

namespace Pruning.DotnetTool;

/// <summary>
/// Compares trainings to the bit. libtorch has one number of threads in a process, sums depend on it, and other tests
/// set it: so nothing runs beside.
/// </summary>
[Collection(nameof(ResumedTrainingTests))]
[CollectionDefinition(nameof(ResumedTrainingTests), DisableParallelization = true)]
public sealed class ResumedTrainingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pruning-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_interrupted_training_goes_on_by_itself_and_writes_the_same_file()
    {
        await RunWholeAndCut(output => ["train", "yolov5n", .. Common(output)]);
        Assert.Equal(await File.ReadAllTextAsync(LogOf("whole")), await File.ReadAllTextAsync(LogOf("cut")));
    }

    [Fact]
    public async Task An_interrupted_fine_tuning_goes_on_by_itself_and_writes_the_same_file()
    {
        var dense = PathOf("dense");
        SafetensorsFile.Save(dense, TinyDetector.Create(width: 16));
        await RunWholeAndCut(output => ["finetune", dense, "--teacher", dense, .. Common(output)]);
    }

    private async Task RunWholeAndCut(Func<string, string[]> arguments)
    {
        var (whole, cut) = (arguments(PathOf("whole")), arguments(PathOf("cut")));
        await ToolRun.OfAsync(whole);
        await Assert.ThrowsAsync<ToolRun.PowerCut>(() => ToolRun.CrashedAsync("epoch 1/3", cut));
        Assert.False(File.Exists(PathOf("cut")));

        var run = await ToolRun.OfAsync(cut);

        Assert.DoesNotContain("epoch 1/3", run.Error, StringComparison.Ordinal);
        Assert.Contains("epoch 2/3", run.Error, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(PathOf("whole")), await File.ReadAllBytesAsync(PathOf("cut")));
    }

    // In single precision, because a trial might choose either. Each in a store of its own, or the one would take what
    // the other has trained.
    private string[] Common(string output) =>
        [
            "--data",
            TinyDataset.In(_folder),
            "--imgsz",
            "64",
            "--epochs",
            "3",
            "--batch",
            "2",
            "--nominal-batch",
            "2",
            "--threads",
            "1",
            "--precision",
            "fp32",
            "-o",
            output,
            "--cache-dir",
            output + ".store",
        ];

    private string LogOf(string name) => Path.Combine(PathOf(name) + ".training", "training.jsonl");

    private string PathOf(string name) => Path.Combine(_folder, $"{name}.safetensors");
}
