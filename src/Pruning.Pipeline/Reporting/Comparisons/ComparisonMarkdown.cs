using System.Globalization;
using System.Text;

namespace Pruning.Reporting.Comparisons;

/// <summary>
/// A comparison as a comment on a pull request. Names and settings come from whoever opened it, so they cannot break
/// the tables, mention anybody, or make the comment longer than code hosts take.
/// </summary>
public static class ComparisonMarkdown
{
    /// <summary>A line of a comment that says that nothing changed; readers do not see it.</summary>
    public const string UnchangedMark = "<!-- unchanged -->";

    private const int MostClasses = 50;
    private const int MostSettings = 30;
    private const int MostLetters = 120;

    /// <summary>
    /// The first line, which readers do not see, is the same for all comparisons of a project: whoever posts the
    /// comment finds the earlier one by it.
    /// </summary>
    public static string Write(ReportComparison comparison)
    {
        var now = comparison.Now;
        var page = new StringBuilder();
        page.Append(null, $"{MarkOf(now)}\n{(comparison.IsChanged ? "" : $"{UnchangedMark}\n")}\n");
        page.Append(null, $"### {Code(now.Name)}: {(now.Passed ? "passed" : "failed")}\n\n{Sentence(comparison)}\n\n");
        Table(page, "", comparison.Figures, comparison, name => name);
        foreach (var caveat in comparison.Caveats)
            page.Append(null, $"\n{Plain(caveat)}\n");
        Settings(page, comparison);
        Classes(page, comparison);
        return page.ToString();
    }

    private static string MarkOf(RunReport report)
    {
        var name = report.Project.Length > 0 ? report.Project : report.Name;
        // Two hyphens would end the mark.
        return $"<!-- dotnet prune compare: {Plain(name).Replace("-", "&#45;", StringComparison.Ordinal)} -->";
    }

    private static string Sentence(ReportComparison comparison)
    {
        var gates = comparison.Now.Gates;
        var failure = FailureText.Of(comparison.Now) is { } reason ? $" **Failed**: {Plain(reason)}." : "";
        var change =
            comparison.Before is null
                ? "There is no earlier report: this is the model beside the dense network that it was made of."
            : comparison.IsChanged
                ? comparison.Before.Model.Summary.Sha256 == comparison.Now.Model.Summary.Sha256
                        ? "The model is the same as before, and the gates say something else of it."
                    : "The model changes."
            : "The model is the same as before.";
        return $"{change} {(gates.IsEmpty ? "No gates." : $"Gates passed: {gates.Count(gate => gate.Passed)} of {gates.Length}.")}{failure}";
    }

    private static void Table(
        StringBuilder page,
        string head,
        IEnumerable<ComparedFigure> figures,
        ReportComparison comparison,
        Func<string, string> name
    )
    {
        var hasEarlier = comparison.Before is not null;
        page.Append(
            hasEarlier
                ? $"| {head} | dense | before | now | change |\n|---|---:|---:|---:|---:|\n"
                : $"| {head} | dense | now | change |\n|---|---:|---:|---:|\n"
        );
        foreach (var figure in figures)
            page.Append(
                null,
                $"| {name(figure.Name)} | {figure.Show(figure.Dense)} | "
                    + $"{(hasEarlier ? $"{figure.Show(figure.Before)} | " : "")}{figure.Show(figure.Now)} | "
                    + $"{figure.Change(hasEarlier)} |\n"
            );
    }

    private static void Settings(StringBuilder page, ReportComparison comparison)
    {
        var settings = comparison.Settings;
        if (settings.IsEmpty)
            return;
        page.Append("\n| setting | before | now |\n|---|---|---|\n");
        foreach (var setting in settings.Take(MostSettings))
            page.Append(null, $"| {Code(setting.Name)} | {Code(setting.Before)} | {Code(setting.Now)} |\n");
        More(page, settings.Length - MostSettings);
    }

    private static void Classes(StringBuilder page, ReportComparison comparison)
    {
        var classes = comparison.Classes;
        if (classes.Length < 2)
            return;
        page.Append("\n<details><summary>AP50 of the classes</summary>\n\n");
        var worstFirst = classes
            .OrderBy(one => (one.Now - (comparison.Before is null ? one.Dense : one.Before)) ?? 0)
            .Take(MostClasses);
        Table(page, "class", worstFirst, comparison, Code);
        More(page, classes.Length - MostClasses);
        page.Append("\n</details>\n");
    }

    private static void More(StringBuilder page, int count)
    {
        if (count > 0)
            page.Append(CultureInfo.InvariantCulture, $"\nAnd {count} more.\n");
    }

    // As code, nothing in it is a mention, a link or a tag.
    private static string Code(string? text) =>
        string.IsNullOrEmpty(text)
            ? ""
            : $"`{OneLine(text).Replace('`', '\'').Replace("|", "\\|", StringComparison.Ordinal)}`";

    private static string Plain(string text) =>
        string.Concat(
            OneLine(text, 4 * MostLetters)
                .Select(letter =>
                    "<>|@#[]`*_&".Contains(letter, StringComparison.Ordinal) ? $"&#{(int)letter};" : $"{letter}"
                )
        );

    private static string OneLine(string text, int most = MostLetters)
    {
        var line = string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();
        return line.Length <= most ? line : $"{line[..most]}…";
    }
}
