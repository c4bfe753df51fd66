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

    [Fact]
    public async Task A_library_that_is_missing_is_one_coded_line_and_no_trace()
    {
        // The program's files without its native libraries, in a process of their own: what this one has loaded stays loaded.
        var copy = Directory.CreateTempSubdirectory("pruning-tool-");
        try
        {
            var program = Path.GetDirectoryName(typeof(ExitCodes).Assembly.Location)!;
            foreach (var file in Directory.EnumerateFiles(program, "*.*").Where(file => Path.GetExtension(file) is ".dll" or ".json"))
                File.Copy(file, Path.Combine(copy.FullName, Path.GetFileName(file)));
            var start = new System.Diagnostics.ProcessStartInfo("dotnet", [Path.Combine(copy.FullName, "dotnet-prune.dll"), "doctor"]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = System.Diagnostics.Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.Equal(ExitCodes.Error, process.ExitCode);
            Assert.Contains("error PRUNE7107: ", output, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", output + await error, StringComparison.Ordinal);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }
}
