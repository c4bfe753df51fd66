namespace Pruning.Diagnostics;

/// <summary>One message for the user: code, severity, place, and text that says what happened, why it matters, what to do.</summary>
/// <param name="Message">One line: what quotes a file may bring line breaks and other control characters, which are replaced.</param>
public sealed record PruneDiagnostic(
    DiagnosticCode Code,
    DiagnosticSeverity Severity,
    string Message,
    SourceLocation? Location = null)
{
    // Who reads logs by lines, as builds do, must not take what a file brings for a message of ours.
    public string Message { get; init => field = OneLine(value); } = OneLine(Message);

    public static PruneDiagnostic Of(DiagnosticCode code, string message, SourceLocation? location = null) =>
        new(code, code.Severity, message, location);

    /// <summary>The canonical message line: <c>file(line,col): error PRUNE3004: text</c>.</summary>
    public override string ToString()
    {
        var origin = Location is { } place ? place.ToString() : "dotnet-prune";
        var severity = Severity == DiagnosticSeverity.Error ? "error" : "warning";
        return $"{OneLine(origin)}: {severity} {Code.Id}: {Message}";
    }

    private static string OneLine(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.ReplaceLineEndings(" ").Select(letter => letter == '\t' ? ' ' : char.IsControl(letter) ? '\uFFFD' : letter)) : text;
}
