using System.Diagnostics;
using Pruning.Benchmarks.CommandLine;
using Pruning.Benchmarks.Inputs;
using Pruning.Benchmarks.Measuring;
using Pruning.Testing;

namespace Pruning.Benchmarks;

/// <summary>
/// Start-up stays short: the native libraries, which take longer to load than anything else, stay where they are until
/// something needs them. How long it takes, and how long it may take, is for the benchmark <c>start-up</c>.
/// </summary>
public sealed class StartUpTests : IDisposable
{
    // What the loader says before it calls a library's own start.
    private const string Loading = "calling init: ";

    private static readonly string Benchmarks = Path.Combine(AppContext.BaseDirectory, "Pruning.Benchmarks.dll");
    private static readonly string[] HeavyLibraries =
    [
        "libLibTorchSharp",
        "libtorch",
        "libc10",
        "libOpenCvSharpExtern",
        "libonnxruntime",
    ];

    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [LinuxX64Fact]
    public void Help_is_there_at_once() => Assert.Empty(Loaded(Tool.Path, "--help"));

    [LinuxX64Fact]
    public void A_model_is_inspected_in_a_moment() => Assert.Empty(Loaded(Tool.Path, "inspect", "yolov5n"));

    [LinuxX64Fact]
    public void A_checkpoint_is_imported_in_a_moment() => Assert.Empty(LoadedBy(FirstCalls.Import));

    [LinuxX64Fact]
    public void A_network_is_cut_and_exported_in_a_moment() => Assert.Empty(LoadedBy(FirstCalls.SurgeryAndExport));

    [LinuxX64Fact]
    public void What_does_need_them_is_seen_to_load_them() =>
        Assert.Subset(LoadedBy(FirstCalls.ProvenExport), new HashSet<string> { "libLibTorchSharp", "libonnxruntime" });

    private HashSet<string> LoadedBy(string work) =>
        Loaded(Benchmarks, FirstCallCommand.Name, work, DrawnInputs.Make(_folder, (Train: 1, Validation: 1)).Model);

    private static HashSet<string> Loaded(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["LD_DEBUG"] = "files";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var libraries = process
            .StandardError.ReadToEnd()
            .Split('\n')
            .Where(line => line.Contains(Loading, StringComparison.Ordinal))
            .Select(line => Path.GetFileName(line.Split(Loading)[1]))
            .ToList();
        process.WaitForExit();
        Assert.Equal((0, true), (process.ExitCode, output.Result.Length > 0));
        Assert.Contains(libraries, library => library.StartsWith("libcoreclr", StringComparison.Ordinal));
        return
        [
            .. HeavyLibraries.Where(heavy =>
                libraries.Exists(library => library.StartsWith(heavy, StringComparison.Ordinal))
            ),
        ];
    }
}
