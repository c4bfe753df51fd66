using System.Globalization;
using System.Text.RegularExpressions;

namespace Pruning.Tasks;

/// <summary>
/// A warning or error of the engine. Lines: <c>/src/Detector.pruneproj(14,5): error PRUNE8001: mAP50 is 0.41, …</c> or
/// <c>dotnet-prune: warning PRUNE2003: 3 images …</c>. Stricter than MSBuild's own recognition, so that a progress line
/// with the word "error" stays a progress line.
/// </summary>
internal sealed class EngineMessage
{
    private static readonly Regex Kind = new(
        @": (?<severity>error|warning) (?<code>PRUNE\d{4}): ",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    );

    private static readonly Regex Place = new(
        @"^(?<file>.+?)\((?<line>\d{1,9}),(?<column>\d{1,9})\)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    );

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
        // Two small patterns: one for all of it would try each blank of a long line as the end of the origin.
        var kind = Kind.Match(line);
        if (!kind.Success || line.Substring(0, kind.Index).TrimEnd() is not { Length: > 0 } origin)
            return null;
        var place = Place.Match(origin);
        var file = place.Success ? place.Groups["file"].Value : origin;
        return new EngineMessage(
            kind.Groups["severity"].Value == "error",
            kind.Groups["code"].Value,
            line.Substring(kind.Index + kind.Length),
            file == "dotnet-prune" ? null : file,
            Number(place.Groups["line"]),
            Number(place.Groups["column"])
        );
    }

    private static int Number(Group group) => group.Success ? int.Parse(group.Value, CultureInfo.InvariantCulture) : 0;
}
