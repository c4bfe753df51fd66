namespace Pruning.Reporting.Html;

/// <summary>Which line or bar is which.</summary>
internal static class Legend
{
    public const string Dense = "dense";
    public const string Pruned = "pruned";

    /// <summary>Of lines.</summary>
    public static Markup Lines(params IReadOnlyList<(string Style, string Name)> entries) => Of("line", entries);

    /// <summary>Of filled areas.</summary>
    public static Markup Bars(params IReadOnlyList<(string Style, string Name)> entries) => Of("bar", entries);

    /// <summary>Of points.</summary>
    public static Markup Dots(params IReadOnlyList<(string Style, string Name)> entries) => Of("dot", entries);

    private static Markup Of(string kind, IReadOnlyList<(string Style, string Name)> entries) =>
        Markup.Of(
            $"""
            <p class="legend">{Markup.Join(
                entries.Select(entry =>
                    Markup.Of(
                        $"""<span><svg viewBox="0 0 26 10" aria-hidden="true">{Sample(kind, entry.Style)}</svg>{entry.Name}</span>"""
                    )
                )
            )}</p>
            """
        );

    private static Markup Sample(string kind, string style) =>
        kind switch
        {
            "line" => Markup.Of($"""<line class="line {style}" x1="1" x2="25" y1="5" y2="5"/>"""),
            "dot" => Markup.Of($"""<circle class="dot {style}" cx="13" cy="5" r="4"/>"""),
            _ => Markup.Of($"""<rect class="bar {style}" x="1" y="0" width="24" height="10"/>"""),
        };
}
