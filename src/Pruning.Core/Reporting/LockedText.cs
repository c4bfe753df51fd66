using System.Text;
using Pruning.Evaluation.Gates;

namespace Pruning.Reporting;

/// <summary>The comparison with the locked baseline, for people.</summary>
public static class LockedText
{
    /// <summary>A section of <c>report.md</c>.</summary>
    internal static void Markdown(StringBuilder page, LockedComparison? compared)
    {
        if (compared is null)
            return;
        page.Append(null, $"\n## Locked baseline\n\n{Sentence(compared)}\n\n| metric | locked | now | allowed | |\n|---|---:|---:|---:|---|\n");
        foreach (var row in compared.Rows)
        {
            var name = row.Metric.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
            page.Append(null, $"| {name} | {LockedComparison.Show(row.Metric, row.Locked)} | {LockedComparison.Show(row.Metric, row.Now)} | {LockedComparison.Show(row.Metric, row.Allowed)} | {Word(row.Verdict)} |\n");
        }
    }

    /// <summary>How the model stands, in a sentence.</summary>
    public static string Sentence(LockedComparison compared) =>
        !compared.Passed ? $"The model is worse than the locked baseline in {compared.File}."
        : compared.IsBetter ? $"The model is better than the locked baseline in {compared.File}; 'dotnet prune accept' records it."
        : $"The model is as good as the locked baseline in {compared.File}.";

    public static string Word(LockedVerdict verdict) => verdict switch
    {
        LockedVerdict.Better => "better",
        LockedVerdict.Worse => "worse",
        LockedVerdict.NotCompared => "another processor: not compared",
        _ => "",
    };
}
