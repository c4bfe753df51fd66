using System.Globalization;

namespace Pruning.Reporting.Comparisons;

/// <summary>One figure of a model, in two builds of it.</summary>
/// <param name="Name">Such as <c>mAP50 (val)</c>.</param>
/// <param name="Dense">The later build's dense network; null where it was not measured.</param>
/// <param name="Before">The earlier build's model; null where there is none, or it was not measured.</param>
/// <param name="Now">The later build's model; null where it was not measured.</param>
public sealed record ComparedFigure(string Name, FigureKind Kind, double? Dense, double? Before, double? Now)
{
    /// <summary>A value of this figure, for people; empty where there is none.</summary>
    public string Show(double? value) =>
        (Kind, value) switch
        {
            (_, null) => "",
            (FigureKind.Count, { } count) => count.ToString("N0", CultureInfo.InvariantCulture),
            (FigureKind.Ratio, { } ratio) => ReportNumbers.Ratio(ratio),
            _ => ReportNumbers.Metric(value),
        };

    /// <summary>From the earlier model to the later one; from the dense network where there is no earlier one.</summary>
    public string Change(bool hasEarlier)
    {
        var from = hasEarlier ? Before : Dense;
        return Kind switch
        {
            _ when from is null || Now is null => "",
            FigureKind.Count => ReportNumbers.CostChange((long)from.Value, (long)Now.Value),
            FigureKind.Ratio => (Now.Value - from.Value).ToString("+0.000;-0.000;0", CultureInfo.InvariantCulture),
            _ => ReportNumbers.MetricChange(from, Now),
        };
    }
}
