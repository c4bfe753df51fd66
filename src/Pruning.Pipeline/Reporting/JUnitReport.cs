using System.Globalization;
using System.Xml.Linq;
using Pruning.Diagnostics;
using Pruning.Evaluation.Gates;

namespace Pruning.Reporting;

/// <summary>
/// <c>report.junit.xml</c>: the gates as test cases, for whatever shows test results. A gate that only warns passes,
/// and says so in its output.
/// </summary>
public static class JUnitReport
{
    public const string FileName = "report.junit.xml";

    public static string Write(RunReport report)
    {
        var suites = new List<XElement>
        {
            Suite($"{report.Name} gates", Names(report).Zip(report.Gates, (name, gate) => Gate(report, name, gate))),
        };
        if (LockedCases(report) is { Count: > 0 } locked)
            suites.Add(Suite($"{report.Name} locked baseline", locked));
        var root = new XElement(
            "testsuites",
            new XAttribute("name", XmlText.Of(report.Name)),
            Total(suites, "tests"),
            Total(suites, "failures"),
            Total(suites, "errors"),
            new XAttribute("time", "0"),
            suites
        );
        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{root}\n";
    }

    // Two gates may judge one metric; then their bounds tell them apart.
    private static IEnumerable<string> Names(RunReport report)
    {
        var repeated = report
            .Gates.GroupBy(gate => gate.Metric)
            .Where(group => group.Count() > 1)
            .Select(group => group.Key)
            .ToHashSet();
        return report.Gates.Select(gate =>
            repeated.Contains(gate.Metric) ? $"{gate.Metric} {GateText.Bounds(gate)}" : gate.Metric
        );
    }

    private static XElement Suite(string name, IEnumerable<XElement> cases)
    {
        var all = cases.ToList();
        return new XElement(
            "testsuite",
            new XAttribute("name", XmlText.Of(name)),
            new XAttribute("tests", all.Count),
            new XAttribute("failures", all.Count(one => one.Element("failure") is not null)),
            new XAttribute("errors", 0),
            new XAttribute("skipped", all.Count(one => one.Element("skipped") is not null)),
            new XAttribute("time", "0"),
            all
        );
    }

    private static XElement Gate(RunReport report, string name, GateReport gate)
    {
        var table = Table(
            ["metric", "baseline", "value", "bound"],
            [gate.Metric, GateText.Number(gate.Baseline), GateText.Number(gate.Value), GateText.Bounds(gate)]
        );
        return gate switch
        {
            { Passed: true } => Case(report, "gates", name, new XElement("system-out", XmlText.Of(table))),
            { Severity: "error" } => Case(report, "gates", name, Failure("gate", gate.Message, table)),
            _ => Case(
                report,
                "gates",
                name,
                new XElement("system-out", XmlText.Of($"Warning: {gate.Message}\n\n{table}"))
            ),
        };
    }

    private static List<XElement> LockedCases(RunReport report)
    {
        if (report.Locked is { } compared)
            return
            [
                .. compared.Rows.Select(row =>
                    Locked(report, row, report.Diagnostics.Any(one => one.Code == Codes.BaselineWarning.Id))
                ),
            ];
        return report.Diagnostics.FirstOrDefault(one => one.Code == Codes.BaselineNotComparable.Id) is { } refusal
            ? [Case(report, "locked", "comparison", Failure("locked", refusal.Message, ""))]
            : [];
    }

    private static XElement Locked(RunReport report, LockedRow row, bool onlyWarns)
    {
        var table = Table(
            ["metric", "locked", "now", "allowed"],
            [
                row.Metric,
                LockedComparison.Show(row.Metric, row.Locked),
                LockedComparison.Show(row.Metric, row.Now),
                LockedComparison.Show(row.Metric, row.Allowed),
            ]
        );
        return row.Verdict switch
        {
            LockedVerdict.NotCompared or LockedVerdict.SameNetwork => Case(
                report,
                "locked",
                row.Metric,
                new XElement("skipped", new XAttribute("message", LockedText.Word(row.Verdict)))
            ),
            // Gates that only warn let a worse model pass.
            LockedVerdict.Worse when !onlyWarns => Case(
                report,
                "locked",
                row.Metric,
                Failure("locked", $"{row.Metric} is worse than the locked baseline.", table)
            ),
            _ => Case(
                report,
                "locked",
                row.Metric,
                new XElement("system-out", XmlText.Of($"{LockedText.Word(row.Verdict)}\n{table}".TrimStart()))
            ),
        };
    }

    private static XElement Case(RunReport report, string group, string name, XElement outcome) =>
        new(
            "testcase",
            new XAttribute("classname", XmlText.Of($"{report.Name}.{group}")),
            new XAttribute("name", XmlText.Of(name)),
            new XAttribute("time", "0"),
            outcome
        );

    private static XElement Failure(string type, string? message, string table) =>
        new(
            "failure",
            new XAttribute("type", type),
            new XAttribute("message", XmlText.Of(message ?? "failed")),
            XmlText.Of($"{message}\n\n{table}".TrimEnd())
        );

    private static string Table(string[] heads, string[] cells)
    {
        var widths = heads.Zip(cells, (head, cell) => Math.Max(head.Length, cell.Length)).ToArray();
        return string.Join(
            '\n',
            new[] { heads, cells }.Select(row =>
                string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()
            )
        );
    }

    private static XAttribute Total(IEnumerable<XElement> suites, string what) =>
        new(what, suites.Sum(suite => int.Parse(suite.Attribute(what)!.Value, CultureInfo.InvariantCulture)));
}
