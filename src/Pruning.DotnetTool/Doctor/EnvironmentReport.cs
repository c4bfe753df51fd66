using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Pruning.DotnetTool.Doctor;

/// <summary>The facts that <c>doctor</c> reports.</summary>
internal sealed record EnvironmentReport(
    string Version,
    string Runtime,
    string OperatingSystem,
    string Architecture,
    int Processors,
    ImmutableArray<string> CpuFeatures)
{
    public static EnvironmentReport Collect() => new(
        ToolVersion,
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        Doctor.CpuFeatures.Detect());

    public static string ToolVersion { get; } =
        typeof(EnvironmentReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
