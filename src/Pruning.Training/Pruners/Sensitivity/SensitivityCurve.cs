using System.Collections.Immutable;

namespace Pruning.Pruners.Sensitivity;

/// <summary>
/// A group's measured loss of mAP50-95 over the atoms kept, as a planner takes it in place of importance sums: straight
/// between points, never falling as more goes, and all of the accuracy at nothing.
/// </summary>
internal static class SensitivityCurve
{
    // Where curves lie flat, importance decides: little enough to outweigh no measured difference.
    private const double TieBreak = 1e-4;

    /// <returns>As <see cref="GroupRanking.Kept"/>; null where the report does not know the group as it is.</returns>
    public static ImmutableArray<double>? KeptOf(SensitivityReport report, CouplingGroup group, GroupRanking ranking)
    {
        if (
            report.Baseline is not { } baseline
            || report.Groups.FirstOrDefault(known => known.Name == group.Name && known.Count == group.Count)
                is not { } curve
        )
            return null;
        var points = new List<(int Kept, double Loss)> { (group.Count, 0) };
        foreach (
            var point in curve.Points.Where(point => point.Accuracy is not null).OrderByDescending(point => point.Kept)
        )
            points.Add((point.Kept, Math.Max(points[^1].Loss, baseline.Map5095 - point.Accuracy!.Map5095)));
        points.Add((0, Math.Max(points[^1].Loss, baseline.Map5095)));
        var whole = ranking.Kept[^1];
        return
        [
            .. Enumerable
                .Range(0, group.Count + 1)
                .Select(kept => -At(points, kept) - (whole > 0 ? TieBreak * (1 - (ranking.Kept[kept] / whole)) : 0)),
        ];
    }

    private static double At(List<(int Kept, double Loss)> points, int kept)
    {
        var after = points.FindIndex(point => point.Kept <= kept);
        if (points[after].Kept == kept)
            return points[after].Loss;
        var (upper, lower) = (points[after - 1], points[after]);
        return lower.Loss + ((upper.Loss - lower.Loss) * (kept - lower.Kept) / (upper.Kept - lower.Kept));
    }
}
