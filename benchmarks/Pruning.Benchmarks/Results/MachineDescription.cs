using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Pruning.DotnetTool.Doctor;

namespace Pruning.Benchmarks.Results;

/// <summary>The machine that figures belong to.</summary>
/// <param name="Processor">Its name.</param>
/// <param name="Cores">Logical, of this process.</param>
/// <param name="Instructions">The sets that decide how fast numeric work is.</param>
/// <param name="MemoryBytes">Of the machine, or of the container.</param>
/// <param name="Load">
/// Runnable processes over the last minute, when the run ended; null where the system does not tell.
/// </param>
/// <param name="Libraries">Names with versions.</param>
internal sealed record MachineDescription(
    string Processor,
    int Cores,
    ImmutableArray<string> Instructions,
    long MemoryBytes,
    string OperatingSystem,
    string Runtime,
    double? Load,
    ImmutableArray<string> Libraries
)
{
    private const string ProcessorFile = "/proc/cpuinfo";
    private const string LoadFile = "/proc/loadavg";

    public static MachineDescription OfThis() =>
        new(
            Field("model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
            Environment.ProcessorCount,
            [.. CpuFeatures.Detect(), .. Matrices()],
            GC.GetGCMemoryInfo(GCKind.Any).TotalAvailableMemoryBytes,
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription,
            File.Exists(LoadFile)
                ? double.Parse(File.ReadAllText(LoadFile).Split(' ')[0], CultureInfo.InvariantCulture)
                : null,
            [
                .. new[] { NativeLibraries.Torch(), NativeLibraries.OnnxRuntime(), NativeLibraries.OpenCv() }.Select(
                    library => $"{library.Name} {library.Version ?? "missing"}"
                ),
            ]
        );

    // The runtime does not tell of matrix units.
    private static IEnumerable<string> Matrices() =>
        (Field("flags") ?? "")
            .Split(' ')
            .Where(flag =>
                flag.StartsWith("amx_", StringComparison.Ordinal) || flag.EndsWith("_bf16", StringComparison.Ordinal)
            )
            .Distinct();

    private static string? Field(string name) =>
        !File.Exists(ProcessorFile)
            ? null
            : File.ReadLines(ProcessorFile)
                .FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))
                ?.Split(':', 2)[^1]
                .Trim();
}
