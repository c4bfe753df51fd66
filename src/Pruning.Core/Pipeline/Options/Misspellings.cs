using Pruning.Diagnostics;

namespace Pruning.Pipeline.Options;

/// <summary>
/// Warns of properties and items that nothing reads but that are close to ones that we read. MSBuild ignores unknown names silently,
/// and projects have many that are not ours, so only near ones are worth a word.
/// </summary>
internal static class Misspellings
{
    public static void Report(ProjectSource source, IDiagnosticSink diagnostics)
    {
        var properties = OptionCatalogue.All.Select(option => option.Name).Concat(OptionCatalogue.BuildKnobs).ToList();
        foreach (var (name, location) in source.PropertyNames())
        {
            if (Meant(name, properties) is { } near)
                diagnostics.Report(PruneDiagnostic.Of(Codes.MisspeltProperty, $"Nothing reads the property '{name}', so its value has no effect. Did you mean '{near}'? Correct or remove it.", location));
        }

        var types = ItemCatalogue.All.Select(kind => kind.Type).ToList();
        foreach (var (type, location) in source.ItemTypes())
        {
            if (Meant(type, types) is { } near)
                diagnostics.Report(PruneDiagnostic.Of(Codes.MisspeltItem, $"Nothing reads the item type '{type}', so it has no effect. Did you mean '{near}'? Correct or remove it.", location));
        }
    }

    private static string? Meant(string name, IReadOnlyCollection<string> known) =>
        known.Contains(name, StringComparer.OrdinalIgnoreCase) ? null : Suggestion.For(name, known);
}
