using System.Collections.Immutable;
using Pruning.Reporting.Details;

namespace Pruning.Reporting.Html;

/// <summary>How sparse training moved the BatchNorm scales.</summary>
internal static class ScaleSection
{
    public static Markup Write(RunDetails details)
    {
        if (details.Scales is not { } scales)
            return Markup.Of(
                $"<section><h2>BatchNorm scales</h2><p>No sparse training ran, so nothing drove scales to "
                    + $"zero.</p></section>\n"
            );
        var most = scales.Before.Concat(scales.After).Max();
        return Markup.Of(
            $"""
            <section><h2>BatchNorm scales</h2>
            <p>Magnitudes of all {scales.Before.Sum():N0} scales. Sparse training leads those of channels that can go towards zero: the clearer they part from the others, the less a cut costs. The last bin also holds what is larger.</p>
            <div class="charts">{Chart(
                "before sparse training",
                Legend.Dense,
                scales.Before,
                scales.BinWidth,
                most
            )}{Chart("after sparse training", Legend.Pruned, scales.After, scales.BinWidth, most)}</div></section>

            """
        );
    }

    private static Markup Chart(string name, string style, ImmutableArray<int> bins, double width, int most)
    {
        var (x, y) = (
            new ChartAxis("|scale| (no unit)", 0, width * bins.Length),
            new ChartAxis("channels", 0, Math.Max(1, most), IsWhole: true)
        );
        var bars = bins.Select(
            (count, index) =>
                Markup.Of(
                    $"""<rect class="bar {style}" x="{LineChart.AtX(x, index * width):0.##}" y="{LineChart.AtY(y, count):0.##}" width="{LineChart.AtX(x, width) - LineChart.AtX(x, 0) - 0.6:0.##}" height="{LineChart.AtY(y, 0) - LineChart.AtY(y, count):0.##}"/>"""
                )
        );
        var near = 100.0 * bins[0] / Math.Max(1, bins.Sum());
        return Markup.Of(
            $"""<figure><figcaption>{name} <span class="note">{near:0.0} % below {width:0.###}</span></figcaption><svg class="chart" viewBox="0 0 {LineChart.Width} {LineChart.Height}" role="img" aria-label="Histogram of BatchNorm scales {name}: {near:0.0} % below {width:0.###}">{LineChart.Frame(x, y)}{Markup.Join(bars)}</svg></figure>"""
        );
    }
}
