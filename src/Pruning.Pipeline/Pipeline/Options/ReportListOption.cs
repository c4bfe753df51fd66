using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Reporting;

namespace Pruning.Pipeline.Options;

/// <summary>
/// Formats of reports. Separated by spaces, commas or semicolons: on MSBuild's command line the latter two already
/// separate properties.
/// </summary>
public sealed class ReportListOption(string name, string @default, string help)
    : ProjectOption<ImmutableArray<ReportFormat>>(name, @default, help)
{
    private const string All = "all";
    private const string None = "none";

    private static readonly ImmutableArray<string> Names = [.. ReportFormat.All.Select(one => one.Name)];

    public override string Values =>
        $"'{All}', '{None}', or some of {string.Join(", ", Names.Select(one => $"'{one}'"))}";

    /// <summary>As a property has it, separated by spaces.</summary>
    public static string Show(ImmutableArray<ReportFormat> formats) =>
        formats.IsEmpty ? None : string.Join(' ', formats);

    public override ImmutableArray<ReportFormat> Parse(string text, SourceLocation? location = null)
    {
        if (string.Equals(text, All, StringComparison.OrdinalIgnoreCase))
            return ReportFormat.All;
        if (string.Equals(text, None, StringComparison.OrdinalIgnoreCase))
            return [];
        var words = text.Split([' ', ',', ';', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        var indices = words.Select(word =>
            Names.IndexOf(word.ToLowerInvariant()) is >= 0 and var index
                ? index
                : throw Invalid(text, location, Suggestion.Sentence(word, Names.Add(All).Add(None)))
        );
        return [.. indices.Distinct().Order().Select(index => ReportFormat.All[index])];
    }
}
