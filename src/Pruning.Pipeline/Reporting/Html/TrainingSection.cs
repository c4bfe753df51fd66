using Pruning.Reporting.Details;

namespace Pruning.Reporting.Html;

/// <summary>A chart for each stage that trained: accuracy over epochs.</summary>
internal static class TrainingSection
{
    public static Markup Write(RunDetails details)
    {
        if (details.Trainings.IsEmpty)
            return Markup.Of($"<section><h2>Training</h2><p>No stage trained.</p></section>\n");
        return Markup.Of(
            $"""
            <section><h2>Training</h2>
            <p>Accuracy on the validation images after each epoch, in torch while training.</p>
            {Legend.Lines(("first", "mAP50"), ("second", "mAP50-95"))}
            <div class="charts">{Markup.Join(
                details.Trainings.Select(curve => Chart(curve, Highest(details)))
            )}</div></section>

            """
        );
    }

    // The same for all stages, so that they compare.
    private static double Highest(RunDetails details)
    {
        var most = details
            .Trainings.SelectMany(curve => curve.Points)
            .Select(point => Math.Max(point.Map50 ?? 0, point.Map5095 ?? 0))
            .DefaultIfEmpty(0)
            .Max();
        return Math.Clamp(Math.Ceiling(most * 10) / 10, 0.1, 1);
    }

    private static Markup Chart(TrainingCurve curve, double highest)
    {
        if (curve.Points.IsEmpty)
            return Markup.Of(
                $"<figure><figcaption>{curve.Stage}</figcaption><p>Accuracy was not measured: the dataset has no "
                    + $"validation images.</p></figure>"
            );
        var last = curve.Points[^1];
        var epochs = new ChartAxis("epoch", 0, Math.Max(1, last.Epoch), IsWhole: true);
        var chart = LineChart.Draw(
            $"{curve.Stage}: mAP50 and mAP50-95 over {last.Epoch} epochs",
            epochs,
            new ChartAxis("accuracy (fraction)", 0, highest),
            new ChartSeries("mAP50", "first", Line(curve, point => point.Map50)),
            new ChartSeries("mAP50-95", "second", Line(curve, point => point.Map5095))
        );
        return Markup.Of(
            $"""<figure><figcaption>{curve.Stage} <span class="note">last {last.Map50 ?? double.NaN:0.000} and {last.Map5095 ?? double.NaN:0.000}</span></figcaption>{chart}</figure>"""
        );
    }

    private static List<(double, double)> Line(TrainingCurve curve, Func<EpochAccuracy, double?> value) =>
        [
            .. Thinned
                .Take(curve.Points)
                .Where(point => value(point) is not null)
                .Select(point => ((double)point.Epoch, value(point)!.Value)),
        ];
}
