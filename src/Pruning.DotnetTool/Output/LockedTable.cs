using System.Collections.Immutable;
using Pruning.DotnetTool.Terminal;
using Pruning.Evaluation.Gates;
using Pruning.Reporting;

namespace Pruning.DotnetTool.Output;

/// <summary>Metrics against the locked baseline, for people.</summary>
internal static class LockedTable
{
    /// <param name="now">What today's values are called.</param>
    public static void Write(TextWriter writer, ImmutableArray<LockedRow> rows, string now)
    {
        var hasDrops = LockedText.HasDrops(rows);
        var table = new TextTable([
            "metric",
            "locked",
            now,
            "allowed",
            .. hasDrops ? [LockedText.DropHead] : Array.Empty<string>(),
            "",
        ]);
        foreach (var row in rows)
            table.Add([
                row.Metric,
                LockedComparison.Show(row.Metric, row.Locked),
                LockedComparison.Show(row.Metric, row.Now),
                LockedComparison.Show(row.Metric, row.Allowed),
                .. hasDrops ? [LockedComparison.Show(row.Drop)] : Array.Empty<string>(),
                LockedText.Word(row.Verdict),
            ]);
        table.Write(writer);
    }
}
