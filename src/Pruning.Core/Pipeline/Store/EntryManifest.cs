using System.Collections.Immutable;
using System.Text.Json;

namespace Pruning.Pipeline.Store;

/// <summary><c>manifest.json</c> of a store entry: what made it and what its files must be.</summary>
/// <param name="Version">Of this format.</param>
/// <param name="Inputs">What the fingerprint covers, for people who ask why two results differ.</param>
/// <param name="Seconds">How long the stage worked.</param>
public sealed record EntryManifest(
    int Version,
    string Stage,
    string Fingerprint,
    double Seconds,
    ImmutableArray<StoredFile> Outputs,
    ImmutableArray<KeyValuePair<string, string>> Inputs)
{
    /// <summary>What the stage warned of; empty in entries of versions that did not keep it.</summary>
    public ImmutableArray<StoredDiagnostic> Diagnostics { get; init; } = [];

    public const int CurrentVersion = 1;

    public const string FileName = "manifest.json";

    private const int MaximumBytes = 16 << 20;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Null when the file is missing, too large, or not a manifest of this version.</summary>
    public static EntryManifest? TryRead(string path)
    {
        try
        {
            if (new FileInfo(path) is not { Exists: true, Length: <= MaximumBytes })
                return null;
            var manifest = JsonSerializer.Deserialize<EntryManifest>(File.ReadAllText(path), Json);
            return manifest is { Version: CurrentVersion, Outputs.IsDefault: false, Diagnostics.IsDefault: false } && manifest.Outputs.All(IsInside) ? manifest : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Names are joined to the entry's folder and must not lead out of it.
    private static bool IsInside(StoredFile? file) =>
        file is { Name.Length: > 0, Sha256: not null } && !Path.IsPathRooted(file.Name) && !file.Name.Split('/', '\\').Contains("..");
}
