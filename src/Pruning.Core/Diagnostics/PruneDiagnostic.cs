namespace Pruning.Diagnostics;

/// <summary>One message for the user: code, severity, place, and text that says what happened, why it matters, what to do.</summary>
public sealed record PruneDiagnostic(
    DiagnosticCode Code,
    DiagnosticSeverity Severity,
    string Message,
    SourceLocation? Location = null)
{
    public static PruneDiagnostic Of(DiagnosticCode code, string message, SourceLocation? location = null) =>
        new(code, code.Severity, message, location);

    /// <summary>The canonical message line: <c>file(line,col): error PRUNE3004: text</c>.</summary>
    public override string ToString()
    {
        var origin = Location is { } place ? place.ToString() : "dotnet-prune";
        var severity = Severity == DiagnosticSeverity.Error ? "error" : "warning";
        return $"{origin}: {severity} {Code.Id}: {Message}";
    }
}
