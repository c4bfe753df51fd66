namespace Pruning.Reporting;

/// <summary>What a run can write beside <c>report.json</c> and <c>report.md</c>.</summary>
public enum ReportFormat
{
    /// <summary>Test cases: <see cref="JUnitReport"/>.</summary>
    JUnit,

    /// <summary>Annotations: <see cref="SarifReport"/>.</summary>
    Sarif,

    /// <summary>A page with curves and pictures: <see cref="Html.HtmlReport"/>.</summary>
    Html,
}
