namespace Pruning.DotnetTool;

public class CompletionTests
{
    [Theory]
    [InlineData("be", "benchmark")]
    [InlineData("benchmark --ro", "--rounds")]
    [InlineData("cache li", "list")]
    public async Task The_tool_says_what_may_stand_at_the_cursor(string line, string expected)
    {
        var run = await ToolRun.OfAsync($"[suggest:{line.Length}]", line);
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Contains(expected, run.Out.Split('\n', StringSplitOptions.TrimEntries));
    }

    [Fact]
    public async Task Every_verb_is_offered_and_no_switch_that_looks_like_a_path()
    {
        var run = await ToolRun.OfAsync("[suggest:0]", "");
        var offered = run.Out.Split('\n', StringSplitOptions.TrimEntries);
        Assert.Contains("accept", offered);
        Assert.DoesNotContain("engine", offered);
        Assert.DoesNotContain(offered, text => text.StartsWith('/'));
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _dotnet_prune dotnet-prune")]
    [InlineData("zsh", "compdef _dotnet_prune dotnet-prune")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task Each_shell_has_a_script(string shell, string line) =>
        Assert.Contains(line, (await ToolRun.OfAsync("completion", shell)).Out, StringComparison.Ordinal);

    [Fact]
    public async Task Another_shell_is_bad_usage() =>
        Assert.Equal(ExitCodes.BadInput, (await ToolRun.OfAsync("completion", "fish")).ExitCode);
}
