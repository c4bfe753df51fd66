using System.Globalization;

namespace Pruning.Reporting.Html;

/// <summary>Output channels of each convolution before and after, as bars and as a table.</summary>
internal static class ChannelSection
{
    private const double Width = 760;
    private const double Names = 190;
    private const double Numbers = 110;
    private const double RowHeight = 17;
    private const double AxisHeight = 40;

    // A network with more is hardly one that a person looks at layer by layer.
    private const int LayersShown = 400;

    public static Markup Write(RunReport report)
    {
        var before = report.Baseline.Summary.Layers.ToDictionary(layer => layer.Name, layer => layer.Channels);
        var after = report.Model.Summary.Layers.ToDictionary(layer => layer.Name, layer => layer.Channels);
        // Layers that were removed whole count as well.
        var rows = report
            .Baseline.Summary.Layers.Concat(report.Model.Summary.Layers.Where(layer => !before.ContainsKey(layer.Name)))
            .Select(layer =>
                (layer.Name, Before: before.GetValueOrDefault(layer.Name), After: after.GetValueOrDefault(layer.Name))
            )
            .Take(LayersShown)
            .ToList();
        if (rows.Count == 0)
            return Markup.Empty;
        var axis = new ChartAxis("output channels", 0, rows.Max(row => Math.Max(row.Before, row.After)), IsWhole: true);
        var height = AxisHeight + rows.Count * RowHeight;
        return Markup.Of(
            $"""
            <section><h2>Channels</h2>
            <p>{rows.Sum(row => (long)row.After):N0} of {rows.Sum(row =>
                (long)row.Before
            ):N0} output channels remain; {rows.Count(row =>
                row.After < row.Before
            )} of {rows.Count} convolutions are narrower.</p>
            {Legend.Bars((Legend.Dense, "dense"), (Legend.Pruned, "pruned"))}
            <div class="wide"><svg class="channels" viewBox="0 0 {Width} {height}" role="img" aria-label="Output channels of each convolution, dense and pruned; the table below has the numbers">{Axis(
                axis,
                height
            )}{Markup.Join(rows.Select((row, index) => Bar(axis, row, AxisHeight + index * RowHeight)))}</svg></div>
            <details><summary>As a table</summary><div class="wide"><table><caption>Output channels.</caption><thead><tr><th scope="col">convolution</th><th scope="col" class="n">dense</th><th scope="col" class="n">pruned</th><th scope="col" class="n">kept</th></tr></thead><tbody>{Markup.Join(
                rows.Select(Row)
            )}</tbody></table></div></details></section>

            """
        );
    }

    private static Markup Axis(ChartAxis axis, double height) =>
        Markup.Of(
            $"""
            <text class="axis" x="{Names
                + (Width - Names - Numbers) / 2}" y="12" text-anchor="middle">{axis.Label}</text>{Markup.Join(
                axis.Ticks().Select(tick =>
                    Markup.Of(
                        $"""<line class="grid" x1="{At(axis, tick)}" x2="{At(axis, tick)}" y1="{AxisHeight - 6}" y2="{height}"/><text class="tick" x="{At(axis, tick)}" y="{AxisHeight - 10}" text-anchor="middle">{tick:0}</text>"""
                    )
                )
            )}
            """
        );

    private static Markup Bar(ChartAxis axis, (string Name, int Before, int After) row, double top) =>
        Markup.Of(
            $"""
            <text class="tick" x="{Names - 8}" y="{top
                + 11}" text-anchor="end">{row.Name}</text><rect class="bar dense" x="{Names}" y="{top + 2}" width="{At(
                axis,
                row.Before
            ) - Names:0.#}" height="{RowHeight - 5}"/><rect class="bar pruned" x="{Names}" y="{top + 4}" width="{At(
                axis,
                row.After
            ) - Names:0.#}" height="{RowHeight - 9}"/><text class="tick" x="{Width - Numbers + 10}" y="{top
                + 11}">{row.After} of {row.Before}{(
                row.Before > 0 && row.After != row.Before ? $" ({Kept(row.Before, row.After)})" : ""
            )}</text>
            """
        );

    private static Markup Row((string Name, int Before, int After) row) =>
        Markup.Of(
            $"""<tr><th scope="row">{row.Name}</th><td class="n">{row.Before}</td><td class="n">{row.After}</td><td class="n">{Kept(row.Before, row.After)}</td></tr>"""
        );

    private static string Kept(int before, int after) =>
        before == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * after / before:0} %");

    private static double At(ChartAxis axis, double value) => Names + axis.Place(value) * (Width - Names - Numbers);
}
