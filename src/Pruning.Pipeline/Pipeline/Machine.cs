using System.Runtime.InteropServices;

namespace Pruning.Pipeline;

/// <summary>What of the machine measurements depend on.</summary>
public static class Machine
{
    /// <summary>The processor's name and its number of logical cores.</summary>
    public static string Processor { get; } = $"{Name()}, {Environment.ProcessorCount} logical cores";

    private static string Name()
    {
        const string CpuInfo = "/proc/cpuinfo";
        if (
            File.Exists(CpuInfo)
            && File.ReadLines(CpuInfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
                is { } line
        )
            return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
