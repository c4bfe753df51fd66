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
        foreach (var library in report.Libraries)
            Line(
                writer,
                library.Name,
                library.Version is { } version
                    ? $"{version}{(library.Path is { } path ? $"  {path}" : "")}"
                    : "does not load (below)"
            );
        foreach (var library in report.Libraries.Where(library => library.CopyOf is not null))
        {
            writer.WriteLine($"{library.Name}: a patched copy of {library.CopyOf}");
            writer.WriteLine(
                $"  without {string.Join(", ", library.DoesWithout)}, which this system lacks and its code never "
                    + $"uses   (docs/native-libraries.md)"
            );
        }

        Line(writer, "devices", report.Devices.IsEmpty ? "none without libtorch" : string.Join(' ', report.Devices));
        if (report.Threads is { } threads)
            Line(writer, "threads", $"{threads}");
        Line(
            writer,
            "cache",
            report.CacheFolder is { } cache ? $"{cache}{(report.CacheExists ? "" : " (not made yet)")}" : "none (below)"
        );
        foreach (var library in report.Libraries.Where(library => library.Problem is not null))
        {
            writer.WriteLine(library.Problem);
            writer.WriteLine(
                library.Install is { } command
                    ? $"  to get it: {command}   ('dotnet prune doctor --install' runs this)"
                    : $"  to get it: {Remedies.Otherwise}"
            );
        }

        foreach (var problem in report.Problems.Except(report.Libraries.Select(library => library.Problem)))
            writer.WriteLine(problem);
    }

    private static void Line(TextWriter writer, string name, string value) => writer.WriteLine($"{name, -14} {value}");
}
