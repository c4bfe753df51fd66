using Pruning.Checkpoints;
using Pruning.Testing;

namespace Pruning.DotnetTool;

/// <summary>Files that remove overlapping boxes themselves: made, and read by the tool's other commands.</summary>
public sealed class SuppressionInFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pruning-").FullName;
    private readonly string _model;
    private readonly string _data;

    public SuppressionInFileTests()
    {
        _model = In("tiny.safetensors");
        SafetensorsFile.Save(_model, TinyDetector.Create(width: 16));
        _data = TinyDataset.In(_folder, pictures: 4);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Commands_look_at_its_raw_boxes()
    {
        var (raw, included) = (In("raw.onnx"), In("included.onnx"));
        await Succeed("export", _model, "--imgsz", "64", "-o", raw);
        var made = await Succeed("export", _model, "--imgsz", "64", "-o", included, "--include-nms");
        Assert.Contains("one image at a time, suppression in the file", made.Out, StringComparison.Ordinal);
        Assert.Contains(
            "out detections [1, 300, 6]",
            (await Succeed("inspect", included)).Out,
            StringComparison.Ordinal
        );
        Assert.Equal(await Measured(raw), await Measured(included));
        await Succeed("benchmark", included, "--rounds", "10");
        await Succeed("quantize", included, "--data", _data, "-o", In("bytes.onnx"));
        await Succeed("inspect", In("bytes.onnx"));
    }

    [Fact]
    public async Task It_takes_one_picture_at_a_time()
    {
        var refused = await ToolRun.OfAsync("export", _model, "--imgsz", "64", "--include-nms", "--dynamic-batch");
        Assert.NotEqual(ExitCodes.Success, refused.ExitCode);
        Assert.Contains("--dynamic-batch has no meaning", refused.Error, StringComparison.Ordinal);
    }

    private async Task<string> Measured(string onnx)
    {
        var run = await Succeed("evaluate", onnx, "--data", _data, "--format", "json");
        return run.Json.GetProperty("metrics").ToString();
    }

    private static async Task<ToolRun> Succeed(params string[] arguments)
    {
        var run = await ToolRun.OfAsync(arguments);
        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        return run;
    }

    private string In(string name) => Path.Combine(_folder, name);
}
