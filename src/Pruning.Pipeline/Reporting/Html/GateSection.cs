using Pruning.Evaluation.Gates;

namespace Pruning.Reporting.Html;

/// <summary>The gates, the locked baseline, and what the run warned of.</summary>
internal static class GateSection
{
    // Of a dataset with many problems; report.json has them all.
    private const int MessagesShown = 200;

    public static Markup Write(RunReport report) => Markup.Of($"{Gates(report)}{Locked(report)}{Messages(report)}");

    private static Markup Gates(RunReport report)
    {
        if (report.Gates.IsEmpty)
            return Markup.Of($"<section><h2>Gates</h2><p>The project has none.</p></section>\n");
        var rows = report.Gates.Select(gate =>
            Markup.Of(
                $"""<tr><th scope="row">{gate.Metric}</th><td>{GateText.Bounds(gate)}</td><td class="n">{GateText.Number(gate.Baseline)}</td><td class="n">{GateText.Number(gate.Value)}</td><td>{Verdict.Of(gate)}</td></tr>"""
            )
        );
        return Markup.Of(
            $"""
            <section><h2>Gates</h2>
            <div class="wide"><table><caption>Judged on the exported file.</caption><thead><tr><th scope="col">gate</th><th scope="col">bound</th><th scope="col" class="n">dense</th><th scope="col" class="n">pruned</th><th scope="col">verdict</th></tr></thead><tbody>{Markup.Join(
                rows
            )}</tbody></table></div></section>

            """
        );
    }

    private static Markup Locked(RunReport report)
    {
        if (report.Locked is not { } compared)
            return Markup.Empty;
        var hasDrops = LockedText.HasDrops(compared.Rows);
        var rows = compared.Rows.Select(row =>
            Markup.Of(
                $"""<tr><th scope="row">{row.Metric}</th><td class="n">{LockedComparison.Show(row.Metric, row.Locked)}</td><td class="n">{LockedComparison.Show(row.Metric, row.Now)}</td><td class="n">{LockedComparison.Show(row.Metric, row.Allowed)}</td>{(hasDrops ? Markup.Of($"""<td class="n">{LockedComparison.Show(row.Drop)}</td>""") : Markup.Empty)}<td>{Word(row.Verdict)}</td></tr>"""
            )
        );
        return Markup.Of(
            $"""
            <section><h2>Locked baseline</h2>
            <div class="wide"><table><caption>{LockedText.Summary(
                compared
            )}</caption><thead><tr><th scope="col">metric</th><th scope="col" class="n">locked</th><th scope="col" class="n">now</th><th scope="col" class="n">allowed</th>{(
                hasDrops ? Markup.Of($"""<th scope="col" class="n">{LockedText.DropHead}</th>""") : Markup.Empty
            )}<th scope="col">verdict</th></tr></thead><tbody>{Markup.Join(rows)}</tbody></table></div></section>

            """
        );
    }

    private static Markup Word(LockedVerdict verdict) =>
        verdict switch
        {
            LockedVerdict.Worse => Verdict.Bad("worse"),
            LockedVerdict.Better => Verdict.Good("better"),
            LockedVerdict.Same => Verdict.Good("kept"),
            LockedVerdict.NotShown => Verdict.Warn("not shown to be worse"),
            _ => Markup.Of($"{LockedText.Word(verdict)}"),
        };

    private static Markup Messages(RunReport report)
    {
        if (report.Diagnostics.IsEmpty)
            return Markup.Empty;
        var left = report.Diagnostics.Length - MessagesShown;
        return Markup.Of(
            $"""
            <section><h2>Warnings and errors</h2>
            <ul class="messages">{Markup.Join(report.Diagnostics.Take(MessagesShown).Select(Message))}</ul>{(
                left > 0 ? Markup.Of($"<p>{left:N0} more are in <code>report.json</code>.</p>") : Markup.Empty
            )}</section>

            """
        );
    }

    private static Markup Message(DiagnosticReport one) =>
        Markup.Of(
            $"""
            <li>{(
                one.Severity == "error" ? Verdict.Bad("error") : Verdict.Warn("warning")
            )} <code>{one.Code}</code> {one.Message}{(
                one.File is null
                    ? Markup.Empty
                    : Markup.Of(
                        $""" <span class="place">{one.File}{(one.Line is { } line ? Markup.Of($":{line}") : Markup.Empty)}</span>"""
                    )
            )}</li>
            """
        );
}
