using System.Globalization;
using Pruning.DotnetTool.Terminal;

namespace Pruning.Benchmarks.Results;

/// <summary>A report as text: the machine, then a table a part.</summary>
internal static class ReportTable
{
    public static void Write(BenchmarkReport report, TextWriter output)
    {
        var machine = report.Machine;
        output.WriteLine(
            FormattableString.Invariant(
                $"{machine.Processor}, {machine.Cores} cores, {machine.MemoryBytes / 1e9:0.0} GB, {machine.OperatingSystem}, {machine.Runtime}"
            )
        );
        output.WriteLine($"{string.Join(' ', machine.Instructions)}; {string.Join(", ", machine.Libraries)}");
        output.WriteLine(
            $"load {machine.Load?.ToString("0.00", CultureInfo.InvariantCulture) ?? "unknown"}; {report.Inputs}"
        );
        if (report.IsQuick)
            output.WriteLine("A quick run: the figures mean nothing.");
        foreach (var part in report.Parts)
            Write(part, output);
    }

    private static void Write(PartResult part, TextWriter output)
    {
        output.WriteLine();
        var table = new TextTable(part.Name, "unit", "median", "quartiles", "n", "target", "")
        {
            LeftAligned = [0, 1, 5, 6],
        };
        foreach (var figure in part.Figures)
        {
            var (sample, target) = (figure.Sample, figure.Target);
            table.Add(
                figure.Name,
                figure.Unit,
                Text(sample.Median),
                sample.Count > 1 ? $"{Text(sample.Low)} … {Text(sample.High)}" : "",
                sample.Count.ToString(CultureInfo.InvariantCulture),
                target is null
                    ? ""
                    : $"{(target.Side == TargetSide.AtMost ? "≤" : "≥")} {Text(target.Limit)} "
                        + $"{(figure.IsMet == true ? "met" : "MISSED")}",
                figure.Note ?? ""
            );
        }

        table.Write(output);
    }

    /// <summary>Four digits, or all of a large whole number.</summary>
    internal static string Text(double value) =>
        Math.Abs(value) switch
        {
            0 => "0",
            >= 1000 => value.ToString("#,0", CultureInfo.InvariantCulture),
            >= 100 => value.ToString("0.0", CultureInfo.InvariantCulture),
            >= 10 => value.ToString("0.00", CultureInfo.InvariantCulture),
            >= 1 => value.ToString("0.000", CultureInfo.InvariantCulture),
            _ => value.ToString("0.0000", CultureInfo.InvariantCulture),
        };
}
