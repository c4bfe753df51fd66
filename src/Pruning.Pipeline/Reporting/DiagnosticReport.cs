using Pruning.Diagnostics;

namespace Pruning.Reporting;

/// <summary>A warning or an error of the run.</summary>
/// <param name="Severity">error or warning.</param>
/// <param name="File">From the source root, with slashes; null where it is about no file of the sources.</param>
/// <param name="Line">One-based; null where only the file is known.</param>
/// <param name="Column">One-based; null where only the file is known.</param>
public sealed record DiagnosticReport(
    string Code,
    string Severity,
    string Message,
    string? File,
    int? Line,
    int? Column
)
{
    public static DiagnosticReport Of(PruneDiagnostic diagnostic, SourceRoot root)
    {
        var file = diagnostic.Location is { } place ? root.Relative(place.File) : null;
        return new DiagnosticReport(
            diagnostic.Code.Id,
            diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning",
            root.Relieve(diagnostic.Message),
            file,
            file is null ? null : Known(diagnostic.Location!.Value.Line),
            file is null ? null : Known(diagnostic.Location!.Value.Column)
        );
    }

    private static int? Known(int number) => number > 0 ? number : null;
}
