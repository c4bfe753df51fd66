namespace Pruning.DotnetTool.Doctor;

/// <summary>The report as lines that a person reads.</summary>
internal static class EnvironmentText
{
    public static void Write(TextWriter writer, EnvironmentReport report)
    {
        Line(writer, "dotnet-prune", report.Version);
        Line(writer, ".NET", report.Runtime);
        Line(writer, "system", $"{report.OperatingSystem} ({report.Architecture})");
        Line(writer, "processors", $"{report.Processors}");
        Line(writer, "CPU features", string.Join(' ', report.CpuFeatures));
    }

    private static void Line(TextWriter writer, string name, string value) => writer.WriteLine($"{name,-14} {value}");
}
