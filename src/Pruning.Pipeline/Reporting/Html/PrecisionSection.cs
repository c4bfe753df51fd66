using System.Globalization;
using Pruning.Reporting.Details;

namespace Pruning.Reporting.Html;

/// <summary>Precision over recall of each class, dense and pruned, and the classes as a table.</summary>
internal static class PrecisionSection
{
    private const int ShownAtOnce = 12;

    // Every second of the points that are kept: finer than the chart can show.
    private const int Step = 2;

    public static Markup Write(RunReport report, RunDetails details)
    {
        var charts = details
            .Model.Zip(details.Baseline)
            .Select(pair => Chart(report, pair.Second, pair.First))
            .ToList();
        var absent = report.Model.Accuracy.Classes.Count(one => one.Labels > 0) - charts.Count;
        return Markup.Of(
            $"""
            <section><h2>Classes</h2>
            {Table(report)}
            <h3>Precision over recall, IoU 0.5</h3>
            {(
                charts.Count == 0
                    ? Markup.Of($"<p>No class has labels in this split.</p>")
                    : Legend.Lines((Legend.Dense, "dense"), (Legend.Pruned, "pruned"))
            )}
            <div class="charts">{Markup.Join(charts.Take(ShownAtOnce))}</div>{More(charts)}{(
                absent > 0 ? Markup.Of($"<p>Without a chart: {absent} classes with fewer labels.</p>") : Markup.Empty
            )}</section>

            """
        );
    }

    private static Markup More(List<Markup> charts) =>
        charts.Count <= ShownAtOnce
            ? Markup.Empty
            : Markup.Of(
                $"""<details><summary>{charts.Count - ShownAtOnce} more classes</summary><div class="charts">{Markup.Join(charts.Skip(ShownAtOnce))}</div></details>"""
            );

    private static Markup Chart(RunReport report, PrecisionCurve before, PrecisionCurve after)
    {
        var chart = LineChart.Draw(
            $"{after.Name}: precision over recall, dense and pruned",
            ChartAxis.Fraction("recall (fraction)"),
            ChartAxis.Fraction("precision (fraction)"),
            new ChartSeries("dense", Legend.Dense, Line(before)),
            new ChartSeries("pruned", Legend.Pruned, Line(after))
        );
        var (was, now) = (Ap50(report.Baseline, after.Name), Ap50(report.Model, after.Name));
        return Markup.Of(
            $"""<figure><figcaption>{after.Name} <span class="note">{after.Labels:N0} labels, AP50 {Share(was)} → {Share(now)}</span></figcaption>{chart}</figure>"""
        );
    }

    private static double? Ap50(ModelReport model, string name) =>
        model.Accuracy.Classes.FirstOrDefault(one => one.Name == name)?.Ap50;

    private static List<(double, double)> Line(PrecisionCurve curve) =>
        [
            .. curve
                .Precision.Select(
                    (precision, index) => ((double)index / Math.Max(1, curve.Precision.Length - 1), precision)
                )
                .Where((_, index) => index % Step == 0),
        ];

    private static Markup Table(RunReport report)
    {
        var rows = report
            .Baseline.Accuracy.Classes.Zip(report.Model.Accuracy.Classes)
            .Where(pair => pair.Second.Labels > 0)
            .Take(PrecisionCurve.MaximumClasses)
            .Select(pair =>
                Markup.Of(
                    $"""<tr><th scope="row">{pair.Second.Name}</th><td class="n">{pair.Second.Labels:N0}</td><td class="n">{Share(pair.First.Ap50)}</td><td class="n">{Share(pair.Second.Ap50)}</td><td class="n">{Share(pair.First.Ap)}</td><td class="n">{Share(pair.Second.Ap)}</td></tr>"""
                )
            );
        return Markup.Of(
            $"""
            <div class="wide"><table><caption>Average precision on <code>{report.Model.Accuracy.Split}</code>, at IoU 0.5 (AP50) and over IoU 0.5 to 0.95 (AP).</caption><thead><tr><th scope="col">class</th><th scope="col" class="n">labels</th><th scope="col" class="n">AP50 dense</th><th scope="col" class="n">AP50 pruned</th><th scope="col" class="n">AP dense</th><th scope="col" class="n">AP pruned</th></tr></thead><tbody>{Markup.Join(
                rows
            )}</tbody></table></div>
            """
        );
    }

    private static string Share(double? value) =>
        value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "not measured";
}
