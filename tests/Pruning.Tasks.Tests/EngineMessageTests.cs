namespace Pruning.Tasks.Tests;

public sealed class EngineMessageTests
{
    [Theory]
    [InlineData(
        "/src/A b/Detector.pruneproj(14,5): error PRUNE8001: mAP50 is 0.41: too low",
        true,
        "PRUNE8001",
        "/src/A b/Detector.pruneproj",
        14,
        5,
        "mAP50 is 0.41: too low"
    )]
    [InlineData(
        @"C:\src\Detector.pruneproj(14,5): warning PRUNE2003: text",
        false,
        "PRUNE2003",
        @"C:\src\Detector.pruneproj",
        14,
        5,
        "text"
    )]
    [InlineData(
        "/data/labels(1)/a.txt: warning PRUNE2003: text",
        false,
        "PRUNE2003",
        "/data/labels(1)/a.txt",
        0,
        0,
        "text"
    )]
    [InlineData("dotnet-prune: error PRUNE0001: text", true, "PRUNE0001", null, 0, 0, "text")]
    public void A_diagnostic_is_recognised(
        string line,
        bool isError,
        string code,
        string? file,
        int lineNumber,
        int column,
        string text
    )
    {
        var message = EngineMessage.Parse(line);

        Assert.NotNull(message);
        Assert.Equal(
            (isError, code, file, lineNumber, column, text),
            (message.IsError, message.Code, message.File, message.Line, message.Column, message.Text)
        );
    }

    [Theory]
    [InlineData("epoch 3/30: error 0.031: falling")]
    [InlineData("error PRUNE8001 is the code of a failing gate")]
    [InlineData("Detector.pruneproj(14,5): error CS0246: not ours")]
    [InlineData("")]
    public void Progress_stays_progress(string line) => Assert.Null(EngineMessage.Parse(line));

    // Of its file the engine may quote anything. Work that grew with the square of the length would take minutes here.
    [Theory]
    [InlineData(' ')]
    [InlineData('(')]
    [InlineData(':')]
    [InlineData('1')]
    public void A_long_line_takes_no_long_time(char letter)
    {
        Assert.Null(EngineMessage.Parse($"a{new string(letter, 4_000_000)}b"));
        Assert.Equal(
            4_000_000,
            EngineMessage.Parse($"a: error PRUNE0001: {new string(letter, 4_000_000)}")!.Text.Length
        );
        Assert.NotNull(EngineMessage.Parse($"{new string(letter, 4_000_000)}a(1,2): error PRUNE0001: x"));
    }
}
