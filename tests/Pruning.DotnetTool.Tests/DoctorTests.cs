using Pruning.Testing;

namespace Pruning.DotnetTool;

public class DoctorTests
{
    [Fact]
    public async Task Every_native_library_has_a_version_or_a_coded_problem()
    {
        var run = await ToolRun.OfAsync("doctor", "--format", "json");
        var libraries = run.Json.GetProperty("libraries").EnumerateArray().ToList();
        Assert.Equal(
            ["libtorch", "ONNX Runtime", "OpenCV"],
            libraries.Select(library => library.GetProperty("name").GetString())
        );
        foreach (var library in libraries)
        {
            var problem = library.GetProperty("problem").GetString();
            Assert.True(
                problem is null
                    ? library.GetProperty("version").GetString()!.Length > 0
                        && File.Exists(library.GetProperty("path").GetString())
                    : problem.Contains("error PRUNE", StringComparison.Ordinal)
            );
        }

        Assert.Equal(
            run.Json.GetProperty("problems").GetArrayLength() == 0 ? ExitCodes.Success : ExitCodes.Error,
            run.ExitCode
        );
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
        Assert.Contains("error PRUNE0050: ", output, StringComparison.Ordinal);
        Assert.Contains("error PRUNE7107: ", output, StringComparison.Ordinal);
        Assert.Contains("\n  to get it: ", output, StringComparison.Ordinal);
        Assert.All(output.Split('\n'), line => Assert.True(line.Length < 600, line));
        Assert.DoesNotContain("   at ", output + error, StringComparison.Ordinal);
    }

    [LinuxX64Fact]
    public async Task The_libtorch_that_a_projects_build_has_restored_is_the_tools_as_well()
    {
        using var copy = new ProgramCopy { Variables = { ["PRUNING_PATCH_NATIVE_LIBRARIES"] = "false" } };
        copy.WriteRestored(
            "libtorch-cpu-linux-x64",
            "2.10.0",
            "torch_cpu",
            new TinySharedObject { Needed = { "libpruning-absent.so.1" } }
        );
        var (_, output, _) = await copy.RunAsync("doctor");
        Assert.Matches(@"error PRUNE0050: [^\n]*libpruning-absent\.so\.1", output);
    }

    [LinuxX64Fact]
    public async Task Install_says_and_runs_what_brings_the_missing_libraries_and_refuses_what_nothing_brings()
    {
        using var copy = new ProgramCopy();
        WriteFeed(copy);
        TinyTorchPackage.Write(copy.Folder, "2.10.0", id: "libtorch-cpu-linux-x64");
        var (exitCode, output, error) = await copy.RunAsync("doctor", "--install");
        Assert.Equal((ExitCodes.Error, ""), (exitCode, output));
        Assert.Contains("doctor: runs dotnet restore ", error, StringComparison.Ordinal);
        Assert.Contains(
            "\n  Restored ",
            string.Join(
                '\n',
                error
                    .Split('\n')
                    .Select(line => line.StartsWith("  ", StringComparison.Ordinal) ? $"  {line.TrimStart()}" : line)
            ),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "error PRUNE0053: ONNX Runtime does not load, and there is nothing to install for it",
            error,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("PRUNE7107", error, StringComparison.Ordinal);
    }

    [LinuxX64Fact]
    public async Task An_installation_that_fails_is_a_coded_line_under_what_it_said()
    {
        using var copy = new ProgramCopy();
        WriteFeed(copy);
        var (exitCode, _, error) = await copy.RunAsync("doctor", "--install");
        Assert.Equal(ExitCodes.Error, exitCode);
        Assert.Matches(
            @"(?s)error NU1101: .*\ndotnet-prune: error PRUNE0053: libtorch-cpu-linux-x64 2\.10\.0 is not installed: 'dotnet restore [^\n]*' ended with 1\.",
            error
        );
    }

    [DebianFact]
    public async Task Where_copies_are_switched_off_it_names_the_systems_packages()
    {
        using var copy = new ProgramCopy { Variables = { ["PRUNING_PATCH_NATIVE_LIBRARIES"] = "false" } };
        copy.WriteNative("OpenCvSharpExtern", new TinySharedObject { Needed = { "libpruning-absent.so.1" } });
        var (_, output, _) = await copy.RunAsync("doctor");
        Assert.Contains("error PRUNE0052: ", output, StringComparison.Ordinal);
        Assert.Contains(
            "this system lacks libpruning-absent.so.1, and patched copies are switched off (",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "  to get it: apt-get install -y libgtk-3-0 libdrm2 libatomic1   ('dotnet prune doctor --install' "
                + "runs this)",
            output,
            StringComparison.Ordinal
        );
    }

    [LinuxX64Fact]
    public async Task A_copy_is_told_with_its_original_and_the_reason()
    {
        var run = await ToolRun.OfAsync("doctor", "--format", "json");
        foreach (var library in run.Json.GetProperty("libraries").EnumerateArray())
        {
            var original = library.GetProperty("copyOf").GetString();
            Assert.Equal(original is not null, library.GetProperty("doesWithout").GetArrayLength() > 0);
            if (original is null)
                continue;
            var text = (await ToolRun.OfAsync("doctor")).Out;
            Assert.Contains($"a patched copy of {original}\n  without ", text, StringComparison.Ordinal);
        }
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
        Assert.Contains(
            "error PRUNE0050: ",
            (await copy.RunAsync("evaluate", "yolov5n", "--data", TinyDataset.In(copy.Folder))).Error,
            StringComparison.Ordinal
        );
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
    [InlineData(
        "--torch-package installs nothing without --install.",
        "--torch-package",
        "x",
        "--torch-version",
        "1.0.0"
    )]
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
        WriteFeed(copy);

        var (exitCode, output, error) = await copy.RunAsync(
            "doctor",
            "--install",
            "--torch-package",
            TinyTorchPackage.Id,
            "--torch-version",
            "9.9.9"
        );
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
        WriteFeed(copy);
        var (exitCode, _, error) = await copy.RunAsync(
            "doctor",
            "--install",
            "--torch-package",
            TinyTorchPackage.Id,
            "--torch-version",
            "9.9.9"
        );
        Assert.Equal(ExitCodes.Error, exitCode);
        Assert.Contains("cannot be used: it holds no libtorch.", error, StringComparison.Ordinal);
    }

    // Of the packages in the folder where the tool is started, and no others.
    private static void WriteFeed(ProgramCopy copy) =>
        File.WriteAllText(
            Path.Combine(copy.Folder, "nuget.config"),
            "<configuration><packageSources><clear /><add key=\"here\" value=\".\" /></packageSources></configuration>"
        );
}
