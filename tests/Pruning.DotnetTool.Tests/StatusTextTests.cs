using System.Globalization;
using Pruning.DotnetTool.Output;
using Pruning.Pipeline.Previews;
using Pruning.Pipeline.Status;
using static VerifyXunit.Verifier;

namespace Pruning.DotnetTool;

public class StatusTextTests
{
    private static readonly DateTimeOffset Made = new(
        DateTime.SpecifyKind(DateTime.Parse("2026-01-02 03:04", CultureInfo.InvariantCulture), DateTimeKind.Local)
    );

    [Fact]
    public Task As_text()
    {
        var standing = new ProjectStanding(
            "Detector",
            [
                new("import", "cached", Made, 0.6, 0),
                new("train", "cached", Made, 4210, 0),
                new("sparse-train", "skipped", null, null, 0),
                new("prune", "willFetch", null, null, 0),
                new("fine-tune", "willRun", null, null, 1300),
                new("sensitivity", "willRun", null, null, null),
                new("evaluate", "notNeeded", null, null, 0),
            ],
            "about 22 min to do (fine-tune 22 min, sensitivity unknown), by how long such steps took on this machine",
            "/p/obj/Detector.onnx",
            IsCurrent: false
        );
        var running = new RunStatus(
            RunStatus.CurrentVersion,
            "Detector",
            "/p/Detector.pruneproj",
            4711,
            "box",
            Made,
            Made,
            RunState.Running,
            null,
            [],
            new StepActivity("fine-tune", "", 0.5, 650)
            {
                Epoch = 8,
                Epochs = 15,
                WholeSecondsLeft = 700,
            }
        );
        using var writer = new StringWriter();
        StatusText.Write(writer, new ProjectStatus(standing, WatchedBuild.Of(running, Made)));
        writer.WriteLine("--");
        StatusText.Write(writer, new ProjectStatus(standing with { Model = null, Steps = [], Expected = null }, null));
        writer.WriteLine("--");
        StatusText.Write(
            writer,
            new ProjectStatus(
                standing with
                {
                    IsCurrent = true,
                    Steps = [],
                    Expected = null,
                },
                WatchedBuild.Of(running with { State = RunState.Passed, Activity = null }, Made)
            )
        );
        return Verify(writer.ToString().ReplaceLineEndings("\n"));
    }
}
