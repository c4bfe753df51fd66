using System.Text.RegularExpressions;

namespace Pruning.Integration.Tests;

/// <summary>What somebody at a terminal sees of a build: MSBuild's terminal logger, made to draw into a pipe.</summary>
public sealed class TerminalTests(PackedPackages packages) : IClassFixture<PackedPackages>, IDisposable
{
    private readonly Workspace _workspace = new(packages);

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void The_line_of_a_project_shows_step_epoch_percentage_and_time_left()
    {
        _workspace.WriteDetector();
        _workspace.Write(
            "Detector/engine-script.txt",
            """
            train print progress: train|epoch 3/30|4:10 left, all 9:30|8 %|mAP50-95 0.512
            train pause 1000
            train pending fine-tune
            fine-tune print progress: fine-tune|epoch 7/15|44 %|a part that is far too long for the line of any terminal, however wide it may be, so that it is left away
            fine-tune pause 1000
            gate print notice: Detector: mAP50-95 0.6095 (dense 0.5975); 1 gate passed
            """
        );

        var shown = Shown(_workspace.Run("build", "Detector", "-nologo", "-tl:on"));

        Assert.Contains("train epoch 3/30, 4:10 left, all 9:30, 8 %", shown, StringComparison.Ordinal);
        Assert.Contains("fine-tune epoch 7/15, 44 % (", shown, StringComparison.Ordinal);
        Assert.Contains("\n  Detector: mAP50-95 0.6095 (dense 0.5975); 1 gate passed", shown, StringComparison.Ordinal);
        Assert.Contains("Detector.onnx", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_build_with_nothing_to_do_and_a_log_have_none_of_it()
    {
        _workspace.WriteDetector();
        _workspace.Write("Detector/engine-script.txt", "train print progress: train|epoch 3/30|8 %\ntrain pause 300");

        var logged = _workspace.Build("build", "Detector").Succeeded();
        var again = Shown(_workspace.Run("build", "Detector", "-nologo", "-tl:on"));

        Assert.DoesNotContain("epoch 3/30", logged.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(" test ", again, StringComparison.Ordinal);
        Assert.Contains("Detector.onnx", again, StringComparison.Ordinal);
    }

    // Without what steers a terminal.
    private static string Shown(string output) =>
        Regex
            .Replace(
                Regex.Replace(output, @"\x1b\]8;;[^\x1b]*\x1b\\", ""),
                @"\x1b(\[[0-9;?]*[A-Za-z]|\][^\x1b\x07]*(\x07|\x1b\\))",
                ""
            )
            .ReplaceLineEndings("\n");
}
