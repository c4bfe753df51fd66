namespace Pruning.Tasks.Tests;

public sealed class EngineMessageTests
{
    [Theory]
    [InlineData("/src/A b/Detector.pruneproj(14,5): error PRUNE8001: mAP50 is 0.41: too low", true, "PRUNE8001", "/src/A b/Detector.pruneproj", 14, 5, "mAP50 is 0.41: too low")]
    [InlineData(@"C:\src\Detector.pruneproj(14,5): warning PRUNE2003: text", false, "PRUNE2003", @"C:\src\Detector.pruneproj", 14, 5, "text")]
    [InlineData("/data/labels(1)/a.txt: warning PRUNE2003: text", false, "PRUNE2003", "/data/labels(1)/a.txt", 0, 0, "text")]
    [InlineData("dotnet-prune: error PRUNE0001: text", true, "PRUNE0001", null, 0, 0, "text")]
    public void A_diagnostic_is_recognised(string line, bool isError, string code, string? file, int lineNumber, int column, string text)
    {
        var message = EngineMessage.Parse(line);

        Assert.NotNull(message);
        Assert.Equal((isError, code, file, lineNumber, column, text), (message.IsError, message.Code, message.File, message.Line, message.Column, message.Text));
    }

    [Theory]
    [InlineData("epoch 3/30: error 0.031: falling")]
    [InlineData("error PRUNE8001 is the code of a failing gate")]
    [InlineData("Detector.pruneproj(14,5): error CS0246: not ours")]
    [InlineData("")]
    public void Progress_stays_progress(string line) => Assert.Null(EngineMessage.Parse(line));
}
