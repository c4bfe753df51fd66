using System.Globalization;
using System.Text.RegularExpressions;

namespace Pruning.Tasks;

/// <summary>
/// A warning or error of the engine. Lines: <c>/src/Detector.pruneproj(14,5): error PRUNE8001: mAP50 is 0.41, …</c> or
/// <c>dotnet-prune: warning PRUNE2003: 3 images …</c>. Stricter than MSBuild's own recognition, so that a progress line with the word
/// "error" stays a progress line.
/// </summary>
internal sealed class EngineMessage
{
    private static readonly Regex Pattern = new(
        @"^(?<origin>.+?)(\((?<line>\d{1,9}),(?<column>\d{1,9})\))?\s*: (?<severity>error|warning) (?<code>PRUNE\d{4}): (?<text>.*)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    private EngineMessage(bool isError, string code, string text, string? file, int line, int column)
    {
        IsError = isError;
        Code = code;
        Text = text;
        File = file;
        Line = line;
        Column = column;
    }

    public bool IsError { get; }

    public string Code { get; }

    public string Text { get; }

    /// <summary>Null where the message is about no file in particular.</summary>
    public string? File { get; }

    public int Line { get; }

    public int Column { get; }

    /// <returns>Null when the line is not a diagnostic.</returns>
    public static EngineMessage? Parse(string line)
    {
        var match = Pattern.Match(line);
        if (!match.Success)
            return null;
        var origin = match.Groups["origin"].Value;
        return new EngineMessage(
            match.Groups["severity"].Value == "error",
            match.Groups["code"].Value,
            match.Groups["text"].Value,
            origin == "dotnet-prune" ? null : origin,
            Number(match.Groups["line"]),
            Number(match.Groups["column"]));
    }

    private static int Number(Group group) => group.Success ? int.Parse(group.Value, CultureInfo.InvariantCulture) : 0;
}
