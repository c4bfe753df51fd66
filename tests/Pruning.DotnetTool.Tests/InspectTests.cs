using Pruning.Checkpoints;
using Pruning.Testing;
using static VerifyXunit.Verifier;

namespace Pruning.DotnetTool;

/// <summary>
/// One of them moves the store by a variable of the process, into which others would write: so nothing runs beside.
/// </summary>
[Collection(nameof(InspectTests))]
[CollectionDefinition(nameof(InspectTests), DisableParallelization = true)]
public class InspectTests
{
    [Fact]
    public async Task An_architecture_as_text()
    {
        var run = await ToolRun.OfAsync("inspect", "yolov5n", "--imgsz", "320");
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        await Verify(run.Out);
    }

    [Fact]
    public async Task Json_has_the_cost_and_what_holds_each_layer()
    {
        var json = (await ToolRun.OfAsync("inspect", "yolov5n", "--format", "json")).Json;
        Assert.Equal(1_872_157, json.GetProperty("parameters").GetInt64());
        Assert.Equal(4_468_121_600, json.GetProperty("flops").GetInt64());
        var layers = json.GetProperty("layers")
            .EnumerateArray()
            .ToDictionary(layer => layer.GetProperty("name").GetString()!);
        Assert.True(layers["model.0.conv"].GetProperty("prunable").GetBoolean());
        Assert.False(layers["model.24.m.0"].GetProperty("prunable").GetBoolean());
        Assert.Contains(
            "model.2.m.0.cv2.conv",
            layers["model.2.cv1.conv"].GetProperty("tiedTo").EnumerateArray().Select(item => item.GetString())
        );
        Assert.Equal(
            "'model.2.m.0.add' adds them",
            layers["model.2.cv1.conv"].GetProperty("tiedBecause")[0].GetString()
        );
        Assert.Equal("model.1.conv", layers["model.0.conv"].GetProperty("readBy")[0].GetString());
        Assert.Equal(255, layers["model.24.m.0"].GetProperty("heldChannels").GetInt32());
        Assert.Equal(
            16,
            layers["model.0.conv"]
                .GetProperty("scales")
                .GetProperty("histogram")
                .EnumerateArray()
                .Sum(item => item.GetInt32())
        );
    }

    [Fact]
    public async Task Official_weights_are_taken_by_name_from_the_store()
    {
        if (!OperatingSystem.IsLinux())
            return; // where one variable moves the store
        var folder = Directory.CreateTempSubdirectory("pruning-");
        var before = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        try
        {
            Environment.SetEnvironmentVariable("XDG_CACHE_HOME", folder.FullName);
            var file = Path.Combine(folder.FullName, "pruning/weights/v7.0/yolov5x6.pt");
            SafetensorsFile.Save(file, TinyDetector.Create()); // content decides what a file is, not its name
            var run = await ToolRun.OfAsync("inspect", "yolov5x6.pt", "--format", "json");
            Assert.Equal(2, run.Json.GetProperty("classes").GetArrayLength());
            Assert.True(File.Exists(file + ".sha256"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("XDG_CACHE_HOME", before);
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_size_that_does_not_fit_the_strides_is_refused()
    {
        var run = await ToolRun.OfAsync("inspect", "yolov5n6", "--imgsz", "352");
        Assert.NotEqual(ExitCodes.Success, run.ExitCode);
        Assert.Contains("multiple of 64", run.Error, StringComparison.Ordinal);
    }
}
