using Pruning.Testing;

namespace Pruning.DotnetTool;

/// <summary>The verbs on the official model.</summary>
public sealed class RealModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pruning-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [RealDataFact]
    public async Task Inspect_reads_checkpoint_and_onnx()
    {
        var checkpoint = (await ToolRun.OfAsync("inspect", TestData.PathOf("yolov5n.pt"), "--format", "json")).Json;
        Assert.Equal(1_872_157, checkpoint.GetProperty("parameters").GetInt64());
        Assert.Equal(80, checkpoint.GetProperty("classes").GetArrayLength());
        var onnx = (
            await ToolRun.OfAsync("inspect", TestData.PathOf("reference/yolov5n_320.onnx"), "--format", "json")
        ).Json;
        var text = (await ToolRun.OfAsync("inspect", TestData.PathOf("reference/yolov5n_320.onnx"))).Out;
        Assert.Contains("with model.2.m.0.cv2.conv: 'model.2.m.0.add' adds them", text, StringComparison.Ordinal);
        Assert.Equal(1_867_405, onnx.GetProperty("parameters").GetInt64());
        Assert.Equal(12, onnx.GetProperty("opset").GetInt64());
    }

    [RealDataFact]
    public async Task Export_then_detect_finds_the_bus_and_the_people()
    {
        var model = Path.Combine(_folder, "n.onnx");
        var export = (
            await ToolRun.OfAsync(
                "export",
                TestData.PathOf("yolov5n.pt"),
                "-o",
                model,
                "--imgsz",
                "320",
                "--format",
                "json"
            )
        ).Json;
        Assert.Equal(new FileInfo(model).Length, export.GetProperty("fileSize").GetInt64());
        // The checkpoint's number, which reports and gates know too; the file holds fewer values.
        Assert.StartsWith(
            $"{model}: 1,872,157 parameters (1,867,405 values in the file, where batch norms are folded into "
                + $"convolutions), ",
            (await ToolRun.OfAsync("inspect", model)).Out,
            StringComparison.Ordinal
        );
        Assert.InRange(export.GetProperty("maximumRelative").GetDouble(), 0, 0.001);

        var run = await ToolRun.OfAsync("detect", model, TestData.PathOf("bus.jpg"), "-o", _folder, "--format", "json");
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        var picture = run.Json.GetProperty("images")[0];
        var classes = picture
            .GetProperty("detections")
            .EnumerateArray()
            .Select(box => box.GetProperty("class").GetString())
            .ToList();
        Assert.Contains("bus", classes);
        Assert.True(classes.Count(name => name == "person") >= 3);
        Assert.True(File.Exists(picture.GetProperty("output").GetString()));
        Assert.Equal("onnxruntime", run.Json.GetProperty("runtime").GetString());
    }

    [RealDataFact]
    public async Task Evaluate_agrees_with_the_original_on_square_images()
    {
        var run = await ToolRun.OfAsync(
            "evaluate",
            TestData.PathOf("yolov5n.pt"),
            "--data",
            TestData.PathOf("coco-val128/data.yaml"),
            "--imgsz",
            "320",
            "--format",
            "json",
            "--per-class"
        );
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        var metrics = run.Json.GetProperty("metrics");
        // The original: see the reference data's README; another decoder or resize moves these by 0.002 to 0.003.
        Assert.Equal(0.463474, metrics.GetProperty("mAP50").GetDouble(), 0.005);
        Assert.Equal(0.287517, metrics.GetProperty("mAP50-95").GetDouble(), 0.005);
        Assert.Equal(128, run.Json.GetProperty("images").GetInt32());
        Assert.Equal(73, run.Json.GetProperty("classes").GetArrayLength());
        Assert.Equal("torch", run.Json.GetProperty("runtime").GetString());
    }
}
