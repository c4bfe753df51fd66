using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace Pruning.DotnetTool.Doctor;

/// <summary>The facts that <c>doctor</c> reports.</summary>
/// <param name="Libraries">Native libraries, with their versions or what keeps them from loading.</param>
/// <param name="Devices">Where torch can run; empty without torch.</param>
/// <param name="Threads">That torch works with; null without torch.</param>
/// <param name="CacheFolder">Where stage results are kept; null where the user has no home.</param>
/// <param name="Problems">One coded line for each thing that is missing.</param>
internal sealed record EnvironmentReport(
    string Version,
    string Runtime,
    string OperatingSystem,
    string Architecture,
    int Processors,
    ImmutableArray<string> CpuFeatures,
    ImmutableArray<NativeLibraryReport> Libraries,
    ImmutableArray<string> Devices,
    int? Threads,
    string? CacheFolder,
    bool CacheExists,
    ImmutableArray<string> Problems
)
{
    public static EnvironmentReport Collect()
    {
        ImmutableArray<NativeLibraryReport> libraries =
        [
            NativeLibraries.Torch(),
            NativeLibraries.OnnxRuntime(),
            NativeLibraries.OpenCv(),
        ];
        var torch = libraries[0].Problem is null;
        var cache = Doctor.CacheFolder.Find(out var homeless);
        return new EnvironmentReport(
            ToolVersion,
            RuntimeInformation.FrameworkDescription,
            RuntimeInformation.OSDescription,
            RuntimeInformation.ProcessArchitecture.ToString(),
            Environment.ProcessorCount,
            Doctor.CpuFeatures.Detect(),
            libraries,
            torch ? NativeLibraries.TorchDevices() : [],
            torch ? Execution.TorchRuntime.Threads : null,
            cache,
            Directory.Exists(cache),
            [.. libraries.Select(library => library.Problem).Append(homeless).OfType<string>()]
        );
    }

    public static string ToolVersion { get; } =
        typeof(EnvironmentReport)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion
        ?? "unknown";
}

/// <param name="Version">Null where it does not load.</param>
/// <param name="Path">The file that was loaded; null where it is not known.</param>
/// <param name="Problem">The coded message that says why not and what to do.</param>
/// <param name="CopyOf">The file that the loaded one is a patched copy of; null where it is no copy.</param>
/// <param name="DoesWithout">What that copy does without; empty where it is no copy.</param>
/// <param name="Install">
/// The command that brings it, where it does not load and there is one: what <c>--install</c> runs.
/// </param>
internal sealed record NativeLibraryReport(
    string Name,
    string? Version,
    string? Path,
    string? CopyOf,
    ImmutableArray<string> DoesWithout,
    string? Problem,
    string? Install
)
{
    /// <summary>The same, to be run.</summary>
    [JsonIgnore]
    public InstallStep? Remedy { get; init; }
}
