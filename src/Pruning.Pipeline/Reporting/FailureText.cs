using Pruning.Diagnostics;

namespace Pruning.Reporting;

/// <summary>Why a model does not ship, in a line that names the culprit.</summary>
public static class FailureText
{
    // Of many classes at once; the tables have them all.
    private const int GatesNamed = 5;

    /// <summary>
    /// Such as <c>worse than the locked baseline in mAP50 (0.8000, locked at 0.8512)</c> or <c>gate mAP50 (0.8000, at
    /// least 0.9)</c>; null for a model that ships.
    /// </summary>
    public static string? Of(RunReport report)
    {
        if (report.Passed)
            return null;
        var failed = report
            .Gates.Where(gate => !gate.Passed && gate.Severity == "error")
            .Select(gate => $"{gate.Metric} ({GateText.Number(gate.Value)}, {GateText.Bounds(gate)})")
            .ToList();
        var reasons = new List<string>();
        if (failed.Count > 0)
            reasons.Add(
                $"gate{(failed.Count == 1 ? "" : "s")} "
                    + $"{string.Join(", ", failed.Take(GatesNamed))}{(failed.Count > GatesNamed ? $" and {failed.Count - GatesNamed} more" : "")}"
            );
        if (report.Locked is { Passed: false } compared && !IsWarning(report))
            reasons.Add($"worse than the locked baseline in {LockedText.Culprits(compared)}");
        if (report.Diagnostics.Any(one => one.Code == Codes.BaselineNotComparable.Id))
            reasons.Add("the locked baseline was measured on other images");
        return string.Join("; ", reasons);
    }

    private static bool IsWarning(RunReport report) =>
        report.Diagnostics.Any(one => one.Code == Codes.BaselineWarning.Id);
}
