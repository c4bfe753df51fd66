using Pruning.DotnetTool.Output;
using Pruning.Testing;
using static VerifyXunit.Verifier;

namespace Pruning.DotnetTool;

public class BenchmarkTests
{
    [Fact]
    public async Task As_text()
    {
        var result = new BenchmarkOutput(
            "a processor, 2 logical cores",
            "1.29.0",
            1,
            60,
            [
                new("dense.onnx", 10.5, 10.1, 11, 1, null, null, null),
                new("pruned.onnx", 7.875, 7.5, 8.25, 1, 0.75, 0.731, 0.772),
                new("batched.onnx", 40, 39, 41, 8, 3.81, 3.7, 3.9),
            ]
        );
        var writer = new StringWriter();
        BenchmarkText.Write(writer, result);
        await Verify(writer.ToString().ReplaceLineEndings("\n"));
    }

    [RealDataFact]
    public async Task A_model_beside_itself_is_as_fast()
    {
        var model = TestData.PathOf("reference/yolov5n_320.onnx");
        var run = await ToolRun.OfAsync("benchmark", model, model, model, "--rounds", "15", "--format", "json");

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        var models = run.Json.GetProperty("models").EnumerateArray().ToList();
        Assert.Equal(3, models.Count);
        Assert.All(models.Skip(1), other => Assert.InRange(other.GetProperty("ratio").GetDouble(), 0.5, 2));
        Assert.All(models.Skip(1), other =>
            Assert.True(other.GetProperty("ratioLow").GetDouble() <= other.GetProperty("ratioHigh").GetDouble())
        );
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_bad_input() =>
        Assert.Equal(ExitCodes.BadInput, (await ToolRun.OfAsync("benchmark", "nowhere.onnx")).ExitCode);
}
