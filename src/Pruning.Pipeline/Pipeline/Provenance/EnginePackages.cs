using System.Collections.Immutable;
using System.Text.Json;
using Pruning.Reporting.Provenance;

namespace Pruning.Pipeline.Provenance;

/// <summary>
/// The packages that the running program consists of, as the SDK that built it has listed them for the host
/// (<c>*.deps.json</c>).
/// </summary>
internal static class EnginePackages
{
    private const string Sha512Prefix = "sha512-";

    /// <summary>By name; empty where the program came without the list.</summary>
    public static ImmutableArray<OriginPackage> Installed { get; } =
        ListOfProgram() is { } path ? Read(File.ReadAllText(path)) : [];

    /// <param name="dependencies">A <c>deps.json</c>.</param>
    internal static ImmutableArray<OriginPackage> Read(string dependencies)
    {
        using var document = JsonDocument.Parse(dependencies);
        return
        [
            .. document
                .RootElement.GetProperty("libraries")
                .EnumerateObject()
                .Where(library => library.Value.GetProperty("type").GetString() == "package")
                .Select(library =>
                {
                    var (name, version) = Split(library.Name);
                    return new OriginPackage(name, version, HashOf(library.Value));
                })
                .OrderBy(package => package.Name, StringComparer.Ordinal),
        ];
    }

    // The program's own comes first; the others are the shared framework's.
    private static string? ListOfProgram() =>
        (AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string)
            ?.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(File.Exists);

    private static (string Name, string Version) Split(string library)
    {
        var slash = library.LastIndexOf('/');
        return (library[..slash], library[(slash + 1)..]);
    }

    private static string? HashOf(JsonElement library) =>
        library.TryGetProperty("sha512", out var hash)
        && hash.GetString() is { } text
        && text.StartsWith(Sha512Prefix, StringComparison.Ordinal)
            ? Convert.ToHexStringLower(Convert.FromBase64String(text[Sha512Prefix.Length..]))
            : null;
}
