namespace Pruning.DotnetTool;

public class UsageTests
{
    [Theory]
    [InlineData("evaluat")]
    [InlineData("evaluate", "x.pt")]
    [InlineData("evaluate", "x.pt", "--data", "y.yaml", "--imgsz", "0")]
    [InlineData("evaluate", "x.pt", "--data", "y.yaml", "--batch", "many")]
    [InlineData("evaluate", "x.pt", "--data", "y.yaml", "--conf", "7")]
    [InlineData("evaluate", "x.pt", "--data", "y.yaml", "--split", "all")]
    [InlineData("inspect", "x.pt", "--format", "xml")]
    [InlineData("detect", "x.pt")]
    [InlineData("engine", "--request", "r.xml", "--stage", "nothing")]
    [InlineData("build", "x.pruneproj", "-p", "novalue")]
    public async Task A_command_line_that_is_wrong_says_so_and_exits_with_3(params string[] arguments)
    {
        var run = await ToolRun.OfAsync(arguments);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Empty(run.Out);
        Assert.StartsWith("dotnet-prune: error: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("--help", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PRUNE1002", "inspect", "nowhere.pt")]
    [InlineData("PRUNE1002", "export", "nowhere.pt")]
    [InlineData("PRUNE7101", "inspect", "nowhere.onnx")]
    [InlineData("PRUNE2001", "evaluate", "nowhere.pt", "--data", "nowhere.yaml")]
    [InlineData("PRUNE1002", "detect", "nowhere.pt", "nowhere.jpg", "--no-picture")]
    [InlineData("PRUNE0002", "build", "nowhere.pruneproj")]
    public async Task Bad_input_is_one_coded_line_without_a_trace(string code, params string[] arguments)
    {
        var run = await ToolRun.OfAsync(arguments);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains($"error {code}: ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task The_engine_writes_its_errors_to_the_output_where_the_build_reads_them()
    {
        var run = await ToolRun.OfAsync("engine", "--request", "nowhere.xml", "--stage", "import");
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("error PRUNE0001: ", run.Out, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task The_version_is_the_assemblys()
    {
        var run = await ToolRun.OfAsync("--version");
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+", run.Out);
    }
}
