using static VerifyXunit.Verifier;

namespace Pruning.DotnetTool;

/// <summary>The help texts, as users read them.</summary>
public class HelpTests
{
    [Fact]
    public Task Of_the_tool() => HelpOf();

    [Fact]
    public Task Of_new() => HelpOf("new");

    [Fact]
    public Task Of_build() => HelpOf("build");

    [Fact]
    public Task Of_plan() => HelpOf("plan");

    [Fact]
    public Task Of_accept() => HelpOf("accept");

    [Fact]
    public Task Of_compare() => HelpOf("compare");

    [Fact]
    public Task Of_watch() => HelpOf("watch");

    [Fact]
    public Task Of_status() => HelpOf("status");

    [Fact]
    public Task Of_train() => HelpOf("train");

    [Fact]
    public Task Of_prune() => HelpOf("prune");

    [Fact]
    public Task Of_finetune() => HelpOf("finetune");

    [Fact]
    public Task Of_evaluate() => HelpOf("evaluate");

    [Fact]
    public Task Of_export() => HelpOf("export");

    [Fact]
    public Task Of_quantize() => HelpOf("quantize");

    [Fact]
    public Task Of_inspect() => HelpOf("inspect");

    [Fact]
    public Task Of_sensitivity() => HelpOf("sensitivity");

    [Fact]
    public Task Of_tune() => HelpOf("tune");

    [Fact]
    public Task Of_data_check() => HelpOf("data", "check");

    [Fact]
    public Task Of_data_import() => HelpOf("data", "import");

    [Fact]
    public Task Of_detect() => HelpOf("detect");

    [Fact]
    public Task Of_benchmark() => HelpOf("benchmark");

    [Fact]
    public Task Of_verify() => HelpOf("verify");

    [Fact]
    public Task Of_cache() => HelpOf("cache");

    [Fact]
    public Task Of_cache_clear() => HelpOf("cache", "clear");

    [Fact]
    public Task Of_completion() => HelpOf("completion");

    [Fact]
    public Task Of_doctor() => HelpOf("doctor");

    private static async Task HelpOf(params string[] verb)
    {
        var run = await ToolRun.OfAsync([.. verb, "--help"]);
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        // The program's name is the test host's here.
        await Verify(run.Out.Replace("testhost", "dotnet-prune", StringComparison.Ordinal).TrimEnd());
    }
}
