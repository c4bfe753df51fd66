namespace Pruning.Diagnostics;

/// <summary>
/// One message for the user: code, severity, place, and text that says what happened, why it matters, what to do.
/// </summary>
/// <param name="Message">
/// One line of bounded length: what quotes a file may bring line breaks and other control characters, which are
/// replaced, and megabytes, which are left out.
/// </param>
public sealed record PruneDiagnostic(
    DiagnosticCode Code,
    DiagnosticSeverity Severity,
    string Message,
    SourceLocation? Location = null
)
{
    private const int LongestMessage = 4000;
    private const int KeptOfItsEnd = 1000;

    // A reader of logs by lines, such as a build, must not mistake the content of a file for a message of ours.
    public string Message
    {
        get;
        init => field = Bounded(value);
    } = Bounded(Message);

    public static PruneDiagnostic Of(DiagnosticCode code, string message, SourceLocation? location = null) =>
        new(code, code.Severity, message, location);

    /// <summary>The canonical message line: <c>file(line,col): error PRUNE3004: text</c>.</summary>
    public override string ToString()
    {
        var origin = Location is { } place ? place.ToString() : "dotnet-prune";
        var severity = Severity == DiagnosticSeverity.Error ? "error" : "warning";
        return $"{OneLine(origin)}: {severity} {Code.Id}: {Message}";
    }

    /// <summary>What to do stands at a message's end.</summary>
    private static string Bounded(string message) =>
        OneLine(
            message.Length > LongestMessage
                ? $"{message[..(LongestMessage - KeptOfItsEnd - 3)]} … {message[^KeptOfItsEnd..]}"
                : message
        );

    private static string OneLine(string text) =>
        text.Any(char.IsControl)
            ? string.Concat(
                text.ReplaceLineEndings(" ")
                    .Select(letter =>
                        letter == '\t' ? ' '
                        : char.IsControl(letter) ? '\uFFFD'
                        : letter
                    )
            )
            : text;
}
