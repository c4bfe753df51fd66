using Pruning.DotnetTool.Terminal;
using Pruning.Training;
using Spectre.Console;

namespace Pruning.DotnetTool;

public class TrainingTableTests
{
    private static readonly LossValues Losses = new(0.0812, 0.1829, 0.0309);

    [Theory]
    [InlineData(40, "epoch mAP50-95 left")]
    [InlineData(80, "epoch batch box obj cls mAP50 mAP50-95 left")]
    [InlineData(120, "epoch batch box obj cls P R mAP50 mAP50-95 images/s left")]
    public void Each_epoch_is_one_line_however_wide_the_terminal_is(int width, string headers)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) }
        );
        (console.Profile.Width, console.Profile.Height) = (width, 24);
        var record = new EpochRecord(299, Losses, 0.01, 9, 1, 0.5, 0.25, 0.4, 0.2, null);

        console.Write(TrainingTable.Draw([Progress(299, record), Progress(300, null)], console.Profile));

        var lines = text.ToString()
            .ReplaceLineEndings("\n")
            .Split('\n')
            .Select(line => line.Trim())
            .Where(line => line.Any(char.IsLetterOrDigit))
            .ToArray();
        Assert.Equal(headers, string.Join(' ', lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("299/300", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("12:34:56", lines[2], StringComparison.Ordinal);
    }

    // Spectre.Console takes any height above 0, and crops what it shows itself only where it is told to.
    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(40)]
    public void A_terminal_may_be_low_and_become_lower(int height)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.Yes,
                Interactive = InteractionSupport.Yes,
                Out = new AnsiConsoleOutput(text),
            }
        );
        (console.Profile.Width, console.Profile.Height) = (100, height);
        var record = new EpochRecord(1, Losses, 0.01, 9, 1, 0.5, 0.25, 0.4, 0.2, null);
        var rows = TrainingTable.Run(console, table =>
        {
            console.WriteLine("said beside it");
            for (var epoch = 1; epoch <= 20; epoch++)
            {
                table.Report(Progress(epoch, record));
                console.WriteLine("said beside it");
                console.Profile.Height = Math.Max(height - epoch, 1);
            }

            return 20;
        });
        Assert.Equal(20, rows);
        Assert.Contains("20/300", text.ToString(), StringComparison.Ordinal);
    }

    private static TrainingProgress Progress(int epoch, EpochRecord? completed) =>
        new(epoch, 300, 123, 456, Losses, 27.5, new TimeSpan(12, 34, 56), completed);
}
