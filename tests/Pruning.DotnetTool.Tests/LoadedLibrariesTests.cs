using System.Diagnostics;
using Pruning.Testing;

namespace Pruning.DotnetTool;

/// <summary>
/// Native libraries take most of a start's time: verbs load those that they compute with, and no others.
/// </summary>
public sealed class LoadedLibrariesTests : IDisposable
{
    private static readonly string[] Heavy = ["torch_cpu", "opencv", "onnxruntime"];

    private readonly string _folder = Directory.CreateTempSubdirectory("pruning-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("--help")]
    [InlineData("train", "--help")]
    [InlineData("inspect", "yolov5n")]
    [InlineData("inspect", "yolov5n", "--format", "json")]
    public void Nothing_heavy_is_loaded(params string[] arguments) => Assert.Empty(HeavyLibrariesOf(arguments));

    [RealDataFact]
    public void Nothing_heavy_is_loaded_to_inspect_a_checkpoint() =>
        Assert.Empty(HeavyLibrariesOf("inspect", TestData.PathOf("yolov5n.pt")));

    /// <summary>That nothing is found above means something only if what is loaded is found.</summary>
    [Fact]
    public void What_is_loaded_shows()
    {
        if (OperatingSystem.IsLinux())
            Assert.Equal(Heavy, HeavyLibrariesOf("doctor"));
    }

    // The GNU loader tells of each file that it maps; elsewhere there is nobody to ask.
    private string[] HeavyLibrariesOf(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "dotnet-prune.dll"), .. arguments]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LD_DEBUG"] = "files", ["LD_DEBUG_OUTPUT"] = Path.Combine(_folder, "loaded") },
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.WaitForExit();
        Assert.True(process.ExitCode == ExitCodes.Success, output.Result + error.Result);
        var loaded = Directory
            .EnumerateFiles(_folder, "loaded.*")
            .SelectMany(File.ReadLines)
            .Where(line => line.Contains("calling init", StringComparison.Ordinal))
            .ToList();
        return
        [
            .. Heavy.Where(library =>
                loaded.Exists(line => line.Contains(library, StringComparison.OrdinalIgnoreCase))
            ),
        ];
    }
}
