namespace Pruning.DotnetTool;

public class DoctorTests
{
    [Fact]
    public async Task Every_native_library_has_a_version_or_a_coded_problem()
    {
        var run = await ToolRun.OfAsync("doctor", "--format", "json");
        var libraries = run.Json.GetProperty("libraries").EnumerateArray().ToList();
        Assert.Equal(["libtorch", "ONNX Runtime", "OpenCV"], libraries.Select(library => library.GetProperty("name").GetString()));
        foreach (var library in libraries)
        {
            var problem = library.GetProperty("problem").GetString();
            Assert.True(problem is null ? library.GetProperty("version").GetString()!.Length > 0 : problem.Contains("error PRUNE", StringComparison.Ordinal));
        }

        Assert.Equal(run.Json.GetProperty("problems").GetArrayLength() == 0 ? ExitCodes.Success : ExitCodes.Error, run.ExitCode);
        Assert.True(run.Json.GetProperty("processors").GetInt32() > 0);
    }

    [Fact]
    public async Task Text_has_no_control_characters()
    {
        var run = await ToolRun.OfAsync("doctor");
        Assert.DoesNotContain(run.Out.Replace("\n", "", StringComparison.Ordinal), char.IsControl);
        Assert.Contains("cache", run.Out, StringComparison.Ordinal);
    }
}
