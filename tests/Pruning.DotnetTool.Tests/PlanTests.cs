using Pruning.DotnetTool.Output;
using Pruning.Evaluation.Gates;
using Pruning.Pipeline.Durations;
using Pruning.Pipeline.Expectations;
using Pruning.Pipeline.Previews;
using static VerifyXunit.Verifier;

namespace Pruning.DotnetTool;

public class PlanTests
{
    [Fact]
    public async Task As_text()
    {
        var preview = new BuildPreview(
            "Detector",
            320,
            [
                new("import", "cached", "ab", 0, ForecastBasis.Done),
                new("train", "skipped", "ab", 0, ForecastBasis.Done),
                new("sensitivity", "willRun", "bc", null, ForecastBasis.Unknown),
                new("prune", "willRun", "cd", 12.3, ForecastBasis.Typical),
                new("fine-tune", "willRun", "ef", 4321, ForecastBasis.Trial),
            ],
            "import",
            false,
            "The cut is planned on the base model.",
            [
                new("Flops Reduction=50%", "Flops", 1000, 500, 495, true),
                new("Latency Maximum=3", "Latency", 6, 3, 3.5, false),
            ],
            new(2000, 2000, 1000, 8500, 64, 6),
            new(1200, 1190, 495, 5300, 40, 3.5),
            [
                new("model.0.conv", new(3, 32, 900, 600_000, 3600), new(3, 16, 500, 300_000, 2000), []),
                new(
                    "model.1.conv",
                    new(32, 32, 1100, 400_000, 4500),
                    new(16, 32, 700, 195_000, 2900),
                    ["the detection head 'model.2' reads its channels by position"]
                ),
            ],
            null
        )
        {
            Accuracy = new ExpectedAccuracy(0.4, 0.3, 0.32, 0.35, 0.38, 10, 4, 9).Against([
                new Gate(new GateMetric(GateMetricKind.Map5095), MaximumDrop: 0.01),
            ]),
            Expected = "about 1 h 10 min to do (prune 10 s, fine-tune 1 h 10 min)",
        };
        var writer = new StringWriter();
        PreviewText.Write(writer, preview, isDetailed: true);
        writer.WriteLine("--- usually");
        PreviewText.Write(writer, preview with { Accuracy = null, Expected = null }, isDetailed: false);
        await Verify(writer.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task A_project_that_is_not_there_is_bad_input()
    {
        var run = await ToolRun.OfAsync("plan", "nowhere.pruneproj");
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("PRUNE0002", run.Error, StringComparison.Ordinal);
    }
}
