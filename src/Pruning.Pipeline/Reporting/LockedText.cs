using System.Text;
using Pruning.Evaluation.Gates;

namespace Pruning.Reporting;

/// <summary>The comparison with the locked baseline, for people.</summary>
public static class LockedText
{
    /// <summary>What the table calls the interval of a drop.</summary>
    public const string DropHead = "drop lies in";

    /// <summary>A section of <c>report.md</c>.</summary>
    internal static void Markdown(StringBuilder page, LockedComparison? compared)
    {
        if (compared is null)
            return;
        page.Append(null, $"\n## Locked baseline\n\n{Summary(compared)}\n\n");
        var hasDrops = HasDrops(compared.Rows);
        page.Append(
            null,
            $"| metric | locked | now | allowed | "
                + $"{(hasDrops ? $"{DropHead} | " : "")}|\n|---|---:|---:|---:|{(hasDrops ? "---:|" : "")}---|\n"
        );
        foreach (var row in compared.Rows)
        {
            var name = row.Metric.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
            page.Append(
                null,
                $"| {name} | {LockedComparison.Show(row.Metric, row.Locked)} | "
                    + $"{LockedComparison.Show(row.Metric, row.Now)} | "
                    + $"{LockedComparison.Show(row.Metric, row.Allowed)} | "
                    + $"{(hasDrops ? $"{LockedComparison.Show(row.Drop)} | " : "")}{Word(row.Verdict)} |\n"
            );
        }
    }

    /// <summary>Whether a table has something to show of drops.</summary>
    public static bool HasDrops(IEnumerable<LockedRow> rows) => rows.Any(row => row.Drop is not null);

    /// <summary>How the model stands, in a sentence.</summary>
    public static string Sentence(LockedComparison compared) =>
        !compared.Passed ? $"The model is worse than the locked baseline in {compared.File}: {Culprits(compared)}."
        : !compared.NotShown.IsEmpty
            ? $"The model is not shown to be worse than the locked baseline in {compared.File}: "
                + $"{string.Join("; ", compared.NotShown.Select(Distance))}, which may be chance.{Gains(compared)}"
        : compared.IsBetter
            ? $"The model is better than the locked baseline in {compared.File}; 'dotnet prune accept' records it."
        : $"The model is as good as the locked baseline in {compared.File}.";

    private static string Gains(LockedComparison compared) =>
        compared.Rows.Where(row => row.Verdict == LockedVerdict.Better).Select(Distance).ToList()
            is { Count: > 0 } better
            ? $" It is better in {string.Join(", ", better)}."
            : "";

    /// <summary>How the model stands, and how that was found.</summary>
    public static string Summary(LockedComparison compared) => $"{Sentence(compared)} {compared.Basis}".TrimEnd();

    /// <summary>What is worse, such as <c>mAP50 (0.8000, locked at 0.8512)</c>.</summary>
    public static string Culprits(LockedComparison compared) => string.Join(", ", compared.Worse.Select(Distance));

    public static string Word(LockedVerdict verdict) =>
        verdict switch
        {
            LockedVerdict.Better => "better",
            LockedVerdict.Worse => "worse",
            LockedVerdict.NotShown => "not shown to be worse",
            LockedVerdict.SameNetwork => "same parameters and operations: not compared",
            LockedVerdict.NotCompared => "another processor: not compared",
            _ => "",
        };

    private static string Distance(LockedRow row) =>
        $"{row.Metric} ({LockedComparison.Show(row.Metric, row.Now)}, locked at "
        + $"{LockedComparison.Show(row.Metric, row.Locked)})";
}
