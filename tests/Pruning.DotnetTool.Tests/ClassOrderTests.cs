using Pruning.Checkpoints;
using Pruning.Graphs;
using Pruning.Testing;

namespace Pruning.DotnetTool;

/// <summary>A model's classes in another order than the dataset's are told by every verb that takes both.</summary>
public sealed class ClassOrderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pruning-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("evaluate", true)]
    [InlineData("evaluate", false)]
    [InlineData("train", true)]
    [InlineData("train", false)]
    public async Task Another_order_is_a_warning_and_the_same_is_none(string verb, bool isOther)
    {
        var data = TinyDataset.In(_folder);
        var model = Path.Combine(_folder, "model.safetensors");
        var network = HeadFor(isOther ? ["light", "dark"] : ["dark", "light"]);
        SafetensorsFile.Save(model, network);
        string[] arguments =
            verb == "train"
                ?
                [
                    "--epochs",
                    "1",
                    "--batch",
                    "2",
                    "--precision",
                    "fp32",
                    "-o",
                    Path.Combine(_folder, "out.safetensors"),
                    "--cache-dir",
                    Path.Combine(_folder, "store"),
                ]
                : [];
        var run = await ToolRun.OfAsync([verb, model, "--data", data, "--imgsz", "64", "--threads", "1", .. arguments]);
        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        Assert.Equal(isOther, run.Error.Contains("PRUNE0113", StringComparison.Ordinal));
        Assert.Equal(
            isOther,
            run.Error.Contains(
                "in another order: class 0 is 'light' in the model and 'dark' in the dataset",
                StringComparison.Ordinal
            )
        );
    }

    private static Network HeadFor(string[] names) => Yolo.HeadTransfer.ToClasses(TinyDetector.Create(), [.. names], 0);
}
