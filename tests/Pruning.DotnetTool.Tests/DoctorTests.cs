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
            Assert.True(problem is null ? library.GetProperty("version").GetString()!.Length > 0 && File.Exists(library.GetProperty("path").GetString()) : problem.Contains("error PRUNE", StringComparison.Ordinal));
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
    public async Task A_library_that_is_missing_is_one_coded_line_with_what_brings_it_and_no_trace()
    {
        using var copy = new ProgramCopy();
        var (exitCode, output, error) = await copy.RunAsync("doctor");
        Assert.Equal(ExitCodes.Error, exitCode);
        Assert.Contains("error PRUNE7107: ", output, StringComparison.Ordinal);
        Assert.Contains("\n  to get it: ", output, StringComparison.Ordinal);
        Assert.All(output.Split('\n'), line => Assert.True(line.Length < 600, line));
        Assert.DoesNotContain("   at ", output + error, StringComparison.Ordinal);
    }

    [DebianFact]
    public async Task Install_says_and_runs_what_brings_the_missing_libraries_and_refuses_what_nothing_brings()
    {
        using var copy = new ProgramCopy();
        copy.WriteScript("apt-get", "printf '\\033[1m%s\\033[0m\\n' \"installs $*\"");
        var (exitCode, output, error) = await copy.RunAsync("doctor", "--install");
        Assert.Equal(ExitCodes.Error, exitCode);
        Assert.Empty(output);
        if (Environment.IsPrivilegedProcess)
        {
            Assert.Contains("doctor: runs apt-get install -y libtorch-dev\n  installs install -y libtorch-dev\n", error, StringComparison.Ordinal);
            Assert.Contains("error PRUNE0053: ONNX Runtime does not load, and there is nothing to install for it", error, StringComparison.Ordinal);
            Assert.DoesNotContain("PRUNE7107", error, StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains("error PRUNE0053: libtorch is not installed: only root may install it. Without it the tool cannot do its work. Run: sudo apt-get install -y libtorch-dev.", error, StringComparison.Ordinal);
        }
    }

    [DebianFact]
    public async Task An_installation_that_fails_is_a_coded_line_under_what_it_said()
    {
        using var copy = new ProgramCopy();
        copy.WriteScript("apt-get", "echo 'E: no such package' >&2; exit 100");
        var (exitCode, _, error) = await copy.RunAsync("doctor", "--install");
        Assert.Equal(ExitCodes.Error, exitCode);
        if (Environment.IsPrivilegedProcess)
            Assert.Contains("  E: no such package\ndotnet-prune: error PRUNE0053: libtorch is not installed: 'apt-get install -y libtorch-dev' ended with 100.", error, StringComparison.Ordinal);
    }

    [DebianFact]
    public async Task Without_a_home_there_is_no_cache_and_the_rest_works()
    {
        using var copy = new ProgramCopy { HasHome = false };
        var doctor = await copy.RunAsync("doctor");
        Assert.Contains("\ncache          none (below)\n", doctor.Output, StringComparison.Ordinal);
        Assert.Contains("error PRUNE9002: ", doctor.Output, StringComparison.Ordinal);
        var inspected = await copy.RunAsync("inspect", "yolov5n");
        Assert.True(inspected.ExitCode == ExitCodes.Success, inspected.Error);
        Assert.Contains("error PRUNE0050: ", (await copy.RunAsync("evaluate", "yolov5n", "--data", TinyDataset.In(copy.Folder))).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_installed_where_nothing_is_missing()
    {
        var run = await ToolRun.OfAsync("doctor", "--install", "--format", "json");
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Equal(0, run.Json.GetProperty("commands").GetArrayLength());
        Assert.DoesNotContain("runs", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--torch-package installs nothing without --install.", "--torch-package", "x", "--torch-version", "1.0.0")]
    [InlineData("--torch-version is that of a --torch-package", "--install", "--torch-version", "1.0.0")]
    public async Task Options_that_would_do_nothing_are_refused(string says, params string[] options)
    {
        var run = await ToolRun.OfAsync(["doctor", .. options]);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    [DebianFact]
    public async Task A_libtorch_package_is_restored_verified_and_loaded_from_then_on()
    {
        using var copy = new ProgramCopy();
        TinyTorchPackage.Write(copy.Folder, "9.9.9");
        File.WriteAllText(Path.Combine(copy.Folder, "nuget.config"), "<configuration><packageSources><clear /><add key=\"here\" value=\".\" /></packageSources></configuration>");

        var (exitCode, output, error) = await copy.RunAsync("doctor", "--install", "--torch-package", TinyTorchPackage.Id, "--torch-version", "9.9.9");
        Assert.Contains($"doctor: runs dotnet restore ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("libtorch is not installed", error, StringComparison.Ordinal);
        Assert.Equal((ExitCodes.Error, ""), (exitCode, output));

        var after = await copy.RunAsync("doctor");
        Assert.Contains("libtorch_cpu.so: file too short", after.Output, StringComparison.Ordinal);
    }

    [DebianFact]
    public async Task A_package_without_libtorch_is_not_used()
    {
        using var copy = new ProgramCopy();
        TinyTorchPackage.Write(copy.Folder, "9.9.9", library: "readme.txt");
        File.WriteAllText(Path.Combine(copy.Folder, "nuget.config"), "<configuration><packageSources><clear /><add key=\"here\" value=\".\" /></packageSources></configuration>");
        var (exitCode, _, error) = await copy.RunAsync("doctor", "--install", "--torch-package", TinyTorchPackage.Id, "--torch-version", "9.9.9");
        Assert.Equal(ExitCodes.Error, exitCode);
        Assert.Contains("cannot be used: it holds no libtorch.", error, StringComparison.Ordinal);
    }
}
