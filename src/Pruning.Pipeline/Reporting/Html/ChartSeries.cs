namespace Pruning.Reporting.Html;

/// <summary>A line of a chart.</summary>
/// <param name="Style">Its class in the page's style sheet: colour and dashes.</param>
internal sealed record ChartSeries(string Name, string Style, IReadOnlyList<(double X, double Y)> Points);
