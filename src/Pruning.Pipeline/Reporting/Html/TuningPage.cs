using Pruning.Reporting.Tuning;

namespace Pruning.Reporting.Html;

/// <summary><c>history.html</c>: a search as one page that needs no network and no script.</summary>
public static class TuningPage
{
    public const string FileName = "history.html";

    // From the shortest trainings to the whole ones.
    private static readonly string[] Styles = ["dense", "second", "first"];

    public static string Write(TuningReport report) =>
        Page.Write(
            $"{report.Name}: tuning",
            Markup.Of(
                $"""
                <header><h1>{report.Name}: tuning</h1>
                <p>{(
                    report.Outcome is { } outcome ? TuningSentence.Of(outcome) : "The search is not finished."
                )}</p></header>
                {Chart(report)}{Outcome(report)}{Runs(report)}
                """
            )
        );

    private static Markup Chart(TuningReport report)
    {
        var points = Points(report);
        if (points.Count == 0)
            return Markup.Empty;
        var scores = points.Where(point => point.Run.Map5095 is not null).Select(point => point.Run.Map5095!.Value);
        var (x, y) = (
            new ChartAxis("epochs trained", 0, Math.Max(1, points[^1].Spent), IsWhole: true),
            new ChartAxis(
                "mAP50-95 (fraction)",
                Math.Max(0, Math.Floor(scores.DefaultIfEmpty(0).Min() * 20) / 20),
                Math.Min(1, Math.Ceiling(scores.DefaultIfEmpty(1).Max() * 20) / 20)
            )
        );
        var best = new ChartSeries("best so far", "pruned", Best(report, points, x.Maximum));
        var title = $"{report.Name}: mAP50-95 on the validation images over epochs trained";
        return Markup.Of(
            $"""
            <section><h2>History</h2>
            <p>Each dot is a trial when its training ended; the line is the best of those that trained for the whole time.</p>
            {Legend.Lines(("pruned", "best of whole trainings so far"))}{Legend.Dots([.. Names(report)])}
            <figure style="max-width:680px"><svg class="chart" viewBox="0 0 {LineChart.Width} {LineChart.Height}" role="img" aria-label="{title}">{LineChart.Frame(
                x,
                y
            )}{LineChart.Draw(x, y, best)}{Markup.Join(
                points.Select(point => Dot(report, point, x, y))
            )}</svg></figure></section>

            """
        );
    }

    private static IEnumerable<(string, string)> Names(TuningReport report) =>
        report.Rungs.Select(
            (rung, index) =>
                (
                    StyleOf(report, index + 1),
                    FormattableString.Invariant($"rung {index + 1}: {rung.Epochs} epoch{(rung.Epochs == 1 ? "" : "s")}")
                )
        );

    private static Markup Dot(TuningReport report, (TuningRunReport Run, int Spent) point, ChartAxis x, ChartAxis y) =>
        point.Run.Map5095 is not { } map
            ? Markup.Empty
            : Markup.Of(
                $"""<circle class="dot {StyleOf(report, point.Run.Rung)}" cx="{LineChart.AtX(x, point.Spent):0.#}" cy="{LineChart.AtY(y, map):0.#}" r="3"><title>trial {point.Run.Trial}, rung {point.Run.Rung}: {map:0.0000}</title></circle>"""
            );

    private static List<(TuningRunReport Run, int Spent)> Points(TuningReport report)
    {
        var spent = 0;
        return [.. report.Runs.Select(run => (run, spent += run.Epochs))];
    }

    private static List<(double, double)> Best(
        TuningReport report,
        List<(TuningRunReport Run, int Spent)> points,
        double end
    )
    {
        var line = new List<(double X, double Y)>();
        foreach (var (run, spent) in points.Where(point => point.Run.Rung == report.Rungs.Length))
        {
            if (run is not { Refusal: null, Map5095: { } map } || (line.Count > 0 && map <= line[^1].Y))
                continue;
            if (line.Count > 0)
                line.Add((spent, line[^1].Y));
            line.Add((spent, map));
        }

        if (line.Count > 0)
            line.Add((end, line[^1].Y));
        return line;
    }

    private static string StyleOf(TuningReport report, int rung) =>
        Styles[Math.Max(0, Styles.Length - 1 - (report.Rungs.Length - rung))];

    private static Markup Outcome(TuningReport report) =>
        report.Outcome is not { IsBetter: true } outcome
            ? Markup.Empty
            : Markup.Of(
                $"""
                <section><h2>Values</h2><div class="wide"><table><thead><tr><th>parameter</th><th>in the project</th><th>trial {outcome.Winner}</th></tr></thead><tbody>{Markup.Join(
                    report.Space.Select(parameter =>
                        Markup.Of(
                            $"<tr><th>{parameter.Name}</th><td>{parameter.Project ?? "-"}</td><td>{outcome.Values.GetValueOrDefault(parameter.Name, "-")}</td></tr>"
                        )
                    )
                )}</tbody></table></div></section>

                """
            );

    private static Markup Runs(TuningReport report) =>
        Markup.Of(
            $"""
            <section><h2>Trials</h2><div class="wide"><table><thead><tr><th class="n">trial</th><th class="n">rung</th><th class="n">mAP50-95</th><th class="n">epochs</th><th>values</th></tr></thead><tbody>{Markup.Join(
                report.Runs.Select(run =>
                    Markup.Of(
                        $"""<tr><td class="n">{run.Trial}</td><td class="n">{run.Rung}</td><td class="n">{ReportNumbers.Metric(run.Map5095)}</td><td class="n">{run.Epochs}</td><td>{Described(run)}</td></tr>"""
                    )
                )
            )}</tbody></table></div></section>

            """
        );

    private static string Described(TuningRunReport run) =>
        (run.Refusal is { } why ? $"{why}. " : "")
        + (
            run.Values.IsEmpty
                ? "the project as it stands"
                : string.Join(", ", run.Values.Select(value => $"{value.Key} {value.Value}"))
        );
}
