using Pruning.DotnetTool.Output;
using Pruning.Pruners;
using Pruning.Pruners.Sensitivity;
using static VerifyXunit.Verifier;

namespace Pruning.DotnetTool;

public class SensitivityTests
{
    [Fact]
    public async Task As_text()
    {
        var report = new SensitivityReport(
            1,
            "key",
            Importance.BnScale,
            320,
            new(0.8, 0.5),
            [
                new("model.0.conv", 16, [new(12, new(0.8, 0.48)), new(8, new(0.6, 0.3)), new(4, new(0.1, 0))]),
                new("model.2.cv1.conv+model.2.m.0.cv2.conv+model.2.m.1.cv2.conv", 2, [new(1, new(0.8, 0.51))]),
            ]
        );
        var writer = new StringWriter();
        SensitivityText.Write(writer, "cells.pt", report);
        await Verify(writer.ToString().ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("0.5,1")]
    [InlineData("half")]
    public async Task Shares_that_are_none_are_refused(string shares)
    {
        var run = await ToolRun.OfAsync("sensitivity", "yolov5n", "--data", "none.yaml", "--sparsities", shares);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("above 0 and below 1", run.Error, StringComparison.Ordinal);
    }
}
