namespace Pruning.Reporting.Html;

/// <summary>Passed or not, in words as well as in colour.</summary>
internal static class Verdict
{
    public static Markup Of(GateReport gate) =>
        gate switch
        {
            { Passed: true } => Good("passed"),
            { Severity: "error" } => Bad("failed"),
            _ => Warn("failed (warning)"),
        };

    public static Markup Good(string word) => Markup.Of($"""<span class="badge good">✓ {word}</span>""");

    public static Markup Warn(string word) => Markup.Of($"""<span class="badge warn">! {word}</span>""");

    public static Markup Bad(string word) => Markup.Of($"""<span class="badge bad">✗ {word}</span>""");
}
