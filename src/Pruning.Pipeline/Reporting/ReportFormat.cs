using System.Collections.Immutable;
using Pruning.Reporting.Html;

namespace Pruning.Reporting;

/// <summary>
/// What a run can write beside <c>report.json</c> and <c>report.md</c>: options, help and files follow from the entries
/// of <see cref="All"/>.
/// </summary>
public sealed class ReportFormat
{
    private readonly Func<RunReport, string> _write;

    private ReportFormat(string name, string fileName, string content, Func<RunReport, string> write) =>
        (Name, FileName, Content, _write) = (name, fileName, content, write);

    /// <summary>Test cases.</summary>
    public static ReportFormat JUnit { get; } =
        new("junit", JUnitReport.FileName, "the gates as test cases", JUnitReport.Write);

    /// <summary>Annotations.</summary>
    public static ReportFormat Sarif { get; } =
        new("sarif", SarifReport.FileName, "the warnings and errors at their lines", SarifReport.Write);

    /// <summary>A page for people.</summary>
    public static ReportFormat Html { get; } =
        new("html", HtmlReport.FileName, "curves and pictures on one page", HtmlReport.Write) { ShowsDetails = true };

    /// <summary>All that there are.</summary>
    public static ImmutableArray<ReportFormat> All { get; } = [JUnit, Sarif, Html];

    /// <summary>As a project writes it.</summary>
    public string Name { get; }

    /// <summary>In the project's output folder.</summary>
    public string FileName { get; }

    /// <summary>What it has, for help.</summary>
    public string Content { get; }

    /// <summary>
    /// Whether it shows <see cref="RunReport.Details"/>, for which pictures are chosen and trainings' logs are read.
    /// </summary>
    public bool ShowsDetails { get; private init; }

    /// <summary>A report as a file's text.</summary>
    public string Write(RunReport report) => _write(report);

    public override string ToString() => Name;
}
