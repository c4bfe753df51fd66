using System.Globalization;

namespace Pruning.Reporting.Html;

/// <summary>Lines over labelled axes, as SVG.</summary>
internal static class LineChart
{
    public const double Width = 340;
    public const double Height = 230;

    private const double Left = 46;
    private const double Right = 12;
    private const double Top = 10;
    private const double Bottom = 40;

    /// <param name="title">For those who do not see it.</param>
    public static Markup Draw(string title, ChartAxis x, ChartAxis y, params IReadOnlyList<ChartSeries> series) =>
        Markup.Of(
            $"""
            <svg class="chart" viewBox="0 0 {Width} {Height}" role="img" aria-label="{title}">{Frame(x, y)}{Markup.Join(
                series.Select(line => Draw(x, y, line))
            )}</svg>
            """
        );

    /// <summary>Grid, ticks and labels, for whatever is drawn over them.</summary>
    public static Markup Frame(ChartAxis x, ChartAxis y) =>
        Markup.Of(
            $"""
            {Markup.Join(
                x.Ticks().Select(tick =>
                    Markup.Of(
                        $"""<line class="grid" x1="{AtX(x, tick)}" x2="{AtX(x, tick)}" y1="{Top}" y2="{Height - Bottom}"/><text class="tick" x="{AtX(x, tick)}" y="{Height - Bottom + 14}" text-anchor="middle">{Show(tick)}</text>"""
                    )
                )
            )}{Markup.Join(
                y.Ticks().Select(tick =>
                    Markup.Of(
                        $"""<line class="grid" x1="{Left}" x2="{Width - Right}" y1="{AtY(y, tick)}" y2="{AtY(y, tick)}"/><text class="tick" x="{Left - 5}" y="{AtY(y, tick) + 3.5}" text-anchor="end">{Show(tick)}</text>"""
                    )
                )
            )}<text class="axis" x="{(Left + Width - Right) / 2}" y="{Height
                - 6}" text-anchor="middle">{x.Label}</text><text class="axis" transform="translate(11 {(
                Top + Height - Bottom
            ) / 2}) rotate(-90)" text-anchor="middle">{y.Label}</text>
            """
        );

    public static double AtX(ChartAxis axis, double value) => Left + axis.Place(value) * (Width - Left - Right);

    public static double AtY(ChartAxis axis, double value) =>
        Height - Bottom - axis.Place(value) * (Height - Top - Bottom);

    /// <summary>One line, over a frame.</summary>
    public static Markup Draw(ChartAxis x, ChartAxis y, ChartSeries series)
    {
        if (series.Points.Count == 0)
            return Markup.Empty;
        var points = string.Join(
            ' ',
            series.Points.Select(point =>
                string.Create(CultureInfo.InvariantCulture, $"{AtX(x, point.X):0.#},{AtY(y, point.Y):0.#}")
            )
        );
        // A line of one point would not be seen.
        var dot =
            series.Points.Count == 1
                ? Markup.Of(
                    $"""<circle class="dot {series.Style}" cx="{AtX(x, series.Points[0].X)}" cy="{AtY(y, series.Points[0].Y)}" r="3.5"/>"""
                )
                : Markup.Empty;
        return Markup.Of($"""<polyline class="line {series.Style}" points="{points}"/>{dot}""");
    }

    private static string Show(double tick) =>
        Math.Abs(tick) >= 10_000
            ? (tick / 1000).ToString("0.#", CultureInfo.InvariantCulture) + "k"
            : tick.ToString("0.####", CultureInfo.InvariantCulture);
}
