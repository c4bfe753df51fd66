using System.Text.Json;

namespace Pruning.Integration.Tests;

/// <summary>The command-line tool as a user gets it: installed from its package.</summary>
public sealed class ToolTests(PackedPackages packages) : IClassFixture<PackedPackages>, IDisposable
{
    private readonly Workspace _workspace = new(packages);

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void It_installs_from_its_package_and_finds_its_libraries()
    {
        Install();
        var (inspectExit, inspected) = Prune("inspect", "yolov5n", "--format", "json");
        Assert.True(inspectExit == 0, inspected);
        Assert.Equal(1_872_157, JsonDocument.Parse(inspected).RootElement.GetProperty("parameters").GetInt64());
        var (doctorExit, report) = Prune("doctor");
        Assert.True(doctorExit == 0, report);
        Assert.DoesNotContain("error PRUNE", report, StringComparison.Ordinal);
        Assert.DoesNotContain(report.ReplaceLineEndings(""), char.IsControl);
    }

    [Fact]
    public void Build_reads_the_project_through_the_SDK_and_points_at_the_line_that_is_wrong()
    {
        Install();
        _workspace.WriteDetector();
        // Its dataset, named in line 4, does not exist.
        var (exitCode, output) = Prune("build", "Detector/Detector.pruneproj");
        Assert.Equal(3, exitCode);
        Assert.Contains("Detector.pruneproj(4,6): error PRUNE0108: ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);

        var (planned, plan) = Prune("plan", "Detector/Detector.pruneproj");
        Assert.Equal(3, planned);
        Assert.Contains("Detector.pruneproj(4,6): error PRUNE0108: ", plan, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_refuses_a_project_that_MSBuild_refuses()
    {
        Install();
        _workspace.Write("Broken/Broken.pruneproj", """<Project Sdk="Pruning.Tasks"><PropertyGroup></Project>""");
        var (exitCode, output) = Prune("build", "Broken/Broken.pruneproj");
        Assert.Equal(3, exitCode);
        Assert.Contains("MSB4025", output, StringComparison.Ordinal);
        Assert.Contains("error PRUNE0002", output, StringComparison.Ordinal);
    }

    private void Install()
    {
        packages.Pack("Pruning.DotnetTool");
        var install = Dotnet.Run(
            _workspace.Root,
            "tool",
            "install",
            "Pruning.DotnetTool",
            "--version",
            packages.Version,
            "--tool-path",
            "tools",
            "--configfile",
            "NuGet.config"
        );
        Assert.True(install.ExitCode == 0, install.Output);
    }

    private (int ExitCode, string Output) Prune(params string[] arguments) =>
        Dotnet.RunProgram(
            _workspace.PathOf(OperatingSystem.IsWindows() ? "tools/dotnet-prune.exe" : "tools/dotnet-prune"),
            _workspace.Root,
            arguments
        );
}
