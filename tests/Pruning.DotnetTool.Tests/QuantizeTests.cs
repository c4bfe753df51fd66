using Pruning.Checkpoints;
using Pruning.Onnx;
using Pruning.Testing;

namespace Pruning.DotnetTool;

public sealed class QuantizeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pruning-").FullName;
    private readonly string _model;
    private readonly string _data;

    public QuantizeTests()
    {
        _model = Path.Combine(_folder, "tiny.safetensors");
        SafetensorsFile.Save(_model, TinyDetector.Create(width: 16));
        _data = TinyDataset.In(_folder, pictures: 10);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_checkpoint_and_its_export_become_the_same_file_of_integers()
    {
        var (onnx, one, other) = (In("tiny.onnx"), In("one.onnx"), In("other.onnx"));
        var export = await ToolRun.OfAsync("export", _model, "--imgsz", "64", "-o", onnx);
        Assert.True(export.ExitCode == ExitCodes.Success, export.Error);

        var run = await Quantize(onnx, "-o", one, "--format", "json");
        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        Assert.Equal(new FileInfo(one).Length, run.Json.GetProperty("fileSize").GetInt64());
        Assert.Equal(new FileInfo(onnx).Length, run.Json.GetProperty("fileSizeBefore").GetInt64());
        Assert.Equal(3, run.Json.GetProperty("layers").GetArrayLength());
        Assert.Equal(
            ["model.0.conv", "model.4.m.0"],
            run.Json.GetProperty("floatLayers").EnumerateArray().Select(layer => layer.GetString())
        );
        Assert.True(OnnxReader.Read(one).Quantized);

        Assert.Equal(ExitCodes.Success, (await Quantize(_model, "--imgsz", "64", "-o", other)).ExitCode);
        Assert.Equal(File.ReadAllBytes(one), File.ReadAllBytes(other));

        var evaluated = await ToolRun.OfAsync("evaluate", one, "--data", _data, "--format", "json");
        Assert.True(evaluated.ExitCode == ExitCodes.Success, evaluated.Error);
    }

    [Fact]
    public async Task Other_images_and_layers_that_stay_in_floats_can_be_asked_for()
    {
        var output = In("q.onnx");
        var run = await Quantize(_model, "--imgsz", "64", "-o", output, "--images", "2", "--float", "model.2.conv");
        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        Assert.Contains(
            "2 of 5 convolutions compute with 8-bit integers, by ranges of ",
            run.Out,
            StringComparison.Ordinal
        );
        Assert.Contains("warning PRUNE6010: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_budget_the_accuracy_is_measured_and_what_it_cost_is_said()
    {
        var output = In("q.onnx");
        var run = await Quantize(_model, "--imgsz", "64", "-o", output, "--budget", "0.005");
        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        Assert.Contains("cost: 0.0000 of mAP50-95 ", run.Out, StringComparison.Ordinal);
        var wrong = await Quantize(_model, "--imgsz", "64", "-o", output, "--budget", "5");
        Assert.Contains("--budget takes a number from 0 to 1, not '5'.", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_input_is_told_with_a_way_out_and_nothing_is_written()
    {
        var onnx = In("tiny.onnx");
        Assert.Equal(
            ExitCodes.Success,
            (await ToolRun.OfAsync("export", _model, "--imgsz", "64", "-o", onnx)).ExitCode
        );
        var before = File.ReadAllBytes(onnx);
        await Refused("PRUNE6005", onnx, "-o", onnx);
        await Refused("PRUNE6005", onnx, "-o", _folder);
        await Refused("PRUNE7105", onnx, "-o", In("x.onnx"), "--imgsz", "128");
        await Refused("PRUNE4006", onnx, "-o", In("x.onnx"), "--float", "model.9");
        Assert.Equal(before, File.ReadAllBytes(onnx));
        Assert.False(File.Exists(In("x.onnx")));
    }

    private async Task Refused(string code, params string[] arguments)
    {
        var run = await Quantize(arguments);
        Assert.NotEqual(ExitCodes.Success, run.ExitCode);
        Assert.Contains($"error {code}: ", run.Error, StringComparison.Ordinal);
    }

    private Task<ToolRun> Quantize(params string[] arguments) =>
        ToolRun.OfAsync(["quantize", .. arguments, "--data", _data]);

    private string In(string name) => Path.Combine(_folder, name);
}
