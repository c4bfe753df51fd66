using System.Collections.Immutable;
using Pruning.Diagnostics;

namespace Pruning.Pipeline.Options;

/// <summary>
/// Refuses properties and items that nothing reads but that are close to ones that we read: MSBuild ignores unknown
/// names silently, and a default in force, or a gate that is none, would show after hours of training or never.
/// Projects have many names that are not ours, so only near ones are refused, and none that the project reads itself.
/// </summary>
public static class Misspellings
{
    private static readonly ImmutableArray<string> Properties =
    [
        .. OptionCatalogue.All.Select(option => option.Name),
        .. OptionCatalogue.BuildKnobs,
    ];

    /// <param name="diagnostics">Told all but the last.</param>
    /// <exception cref="PruneException">PRUNE0104 or PRUNE0107: the last.</exception>
    public static void Refuse(IReadOnlyCollection<ProjectSource> sources, IDiagnosticSink diagnostics)
    {
        var found = In(sources).ToList();
        foreach (var slip in found.SkipLast(1))
            diagnostics.Report(slip);
        if (found.Count > 0)
            throw new PruneException(found[^1]);
    }

    /// <summary>Refuses a property that a command line sets, in the same way.</summary>
    /// <exception cref="PruneException">PRUNE0104.</exception>
    public static void RefuseGiven(string name, ProjectRequest request)
    {
        if (Meant(name, Properties) is { } near && !request.Sources.Any(file => file.ReadsProperty(name)))
            throw new PruneException(
                Codes.MisspeltProperty,
                $"Nothing reads the property '{name}' that the command line sets, so the build would go on as if "
                    + $"its value were not there. Did you mean '{near}'? Correct or remove it.",
                request.Location
            );
    }

    /// <summary>All that looks misspelt, file by file.</summary>
    public static IEnumerable<PruneDiagnostic> In(IReadOnlyCollection<ProjectSource> sources) =>
        sources.SelectMany(source => Of(source, sources));

    private static IEnumerable<PruneDiagnostic> Of(ProjectSource source, IReadOnlyCollection<ProjectSource> all)
    {
        foreach (
            var (name, near, location) in Slips(source.PropertyNames(), Properties, name =>
                all.Any(file => file.ReadsProperty(name))
            )
        )
            yield return PruneDiagnostic.Of(
                Codes.MisspeltProperty,
                $"Nothing reads the property '{name}', so the build would go on as if its value were not there. "
                    + $"Did you mean '{near}'? Correct or remove it.",
                location
            );

        var types = ItemCatalogue.All.Select(kind => kind.Type).ToList();
        foreach (
            var (type, near, location) in Slips(source.ItemTypes(), types, type =>
                all.Any(file => file.ReadsItems(type))
            )
        )
            yield return PruneDiagnostic.Of(
                Codes.MisspeltItem,
                $"Nothing reads the item type '{type}', so the build would go on as if the item were not there. "
                    + $"Did you mean '{near}'? Correct or remove it.",
                location
            );
    }

    // Each name once, at its first place: a file may have thousands of one.
    private static IEnumerable<(string Name, string Meant, SourceLocation Location)> Slips(
        IEnumerable<(string Name, SourceLocation Location)> written,
        IReadOnlyCollection<string> known,
        Func<string, bool> isRead
    ) =>
        from first in written.DistinctBy(one => one.Name, StringComparer.OrdinalIgnoreCase)
        let meant = Meant(first.Name, known)
        where meant is not null && !isRead(first.Name)
        select (first.Name, meant, first.Location);

    private static string? Meant(string name, IReadOnlyCollection<string> known) =>
        known.Contains(name, StringComparer.OrdinalIgnoreCase) ? null : Suggestion.For(name, known);
}
