using System.Globalization;
using Pruning.DotnetTool.Terminal;
using Pruning.Pipeline.Tuning;
using Pruning.Reporting.Tuning;

namespace Pruning.DotnetTool.Output;

/// <summary>The result of <c>tune</c> for people.</summary>
internal static class TuneText
{
    /// <param name="from">The folder from which the project would name the results.</param>
    public static void Write(TextWriter writer, TuningReport report, TuningFolder folder, string from)
    {
        var table = new TextTable("trial", "rung", "epochs", "mAP50-95", "") { LeftAligned = [4] };
        foreach (var run in report.Runs)
            table.Add(
                run.Trial.ToString(CultureInfo.InvariantCulture),
                FormattableString.Invariant($"{run.Rung}/{report.Rungs.Length}"),
                run.Epochs.ToString(CultureInfo.InvariantCulture),
                Numbers.Metric(run.Map5095),
                Remark(run, report)
            );
        table.Write(writer);
        writer.WriteLine();
        if (report.Outcome!.IsBetter)
            WriteValues(writer, report, report.Outcome);
        writer.WriteLine(TuningSentence.Of(report.Outcome));
        if (report.Outcome.IsBetter)
            writer.WriteLine(
                $"To take it, import it at the end of the project: <Import Project=\"{Path.GetRelativePath(from, folder.PropertiesPath)}\" />"
            );
        writer.WriteLine($"History: {folder.PagePath}");
    }

    private static void WriteValues(TextWriter writer, TuningReport report, TuningOutcome outcome)
    {
        var values = new TextTable("parameter", "project", $"trial {outcome.Winner}") { LeftAligned = [0] };
        foreach (var parameter in report.Space)
            values.Add(parameter.Name, parameter.Project ?? "-", outcome.Values.GetValueOrDefault(parameter.Name, "-"));
        values.Write(writer);
        writer.WriteLine();
    }

    private static string Remark(TuningRunReport run, TuningReport report) =>
        string.Join(
            "; ",
            new[]
            {
                run.Trial == 1 ? "the project as it stands" : null,
                run.Trial == report.Outcome!.Winner && run.Rung == report.Rungs.Length ? "chosen" : null,
                run.Refusal,
            }.OfType<string>()
        );
}
