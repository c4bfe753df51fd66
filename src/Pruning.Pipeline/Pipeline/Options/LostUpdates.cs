using System.Text.RegularExpressions;
using Pruning.Diagnostics;

namespace Pruning.Pipeline.Options;

/// <summary>
/// Warns of <c>&lt;Gate Update="…" /&gt;</c> that changed no item: MSBuild applies it to the items that are declared
/// before it, and where none matches it says nothing. A bound that is lost so would let worse models pass.
/// </summary>
internal static class LostUpdates
{
    public static void Report(ProjectRequest request, IDiagnosticSink diagnostics)
    {
        foreach (
            var update in request.Sources.SelectMany(source =>
                ItemCatalogue.All.SelectMany(kind => source.Updates(kind.Type))
            )
        )
        {
            var matches = request.ItemsOf(update.Type).Where(item => Matches(update.Include, item.Include)).ToList();
            if (matches.Count == 0)
                Warn($"No {update.Type} of this project is '{update.Include}'");
            else if (
                update.Metadata.FirstOrDefault(said =>
                    !matches.Exists(item => item.Find(said.Key) == update.Find(said.Key))
                ) is
                { Key: { } name } lost
            )
                Warn(
                    $"No {update.Type} '{update.Include}' has {name}=\"{lost.Value}\" in the end: this stands "
                        + $"before the item itself, or something after it says otherwise"
                );

            void Warn(string what) =>
                diagnostics.Report(
                    PruneDiagnostic.Of(
                        Codes.LostUpdate,
                        $"{what}, so this Update has no effect. MSBuild updates only what is declared before, "
                            + $"under just that name. Say it where the item is declared, correct the name "
                            + $"({Known(request, update.Type)}), or remove it.",
                        update.Location
                    )
                );
        }
    }

    private static string Known(ProjectRequest request, string type) =>
        request.ItemsOf(type).Select(item => $"'{item.Include}'").ToList() is { Count: > 0 } names
            ? "there are " + string.Join(", ", names.Take(10))
            : "there are none";

    // A star is any number of characters within one part of a path, as for MSBuild; that two of them span parts matters
    // to nobody here.
    private static bool Matches(string pattern, string include) =>
        Regex.IsMatch(
            include,
            "^"
                + Regex
                    .Escape(pattern)
                    .Replace("\\*\\*", ".*", StringComparison.Ordinal)
                    .Replace("\\*", "[^/]*", StringComparison.Ordinal)
                    .Replace("\\?", "[^/]", StringComparison.Ordinal)
                + "$",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
        );
}
