using System.Collections.Immutable;
using System.Security.Cryptography;
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

    /// <summary>SHA-256 over all that this says but this, as JSON: what vouches for the files has to be whole itself.</summary>
    public string Seal { get; init; } = "";

    public const int CurrentVersion = 1;

    public const string FileName = "manifest.json";

    private const int MaximumBytes = 16 << 20;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n" };

    /// <summary>Sealed.</summary>
    public string ToJson() => JsonSerializer.Serialize(this with { Seal = OwnSeal() }, Json);

    /// <summary>Null when the file is missing, too large, or not, letter by letter, a manifest that this version wrote.</summary>
    public static EntryManifest? TryRead(string path)
    {
        try
        {
            if (new FileInfo(path) is not { Exists: true, Length: <= MaximumBytes })
                return null;
            var text = File.ReadAllText(path);
            var manifest = JsonSerializer.Deserialize<EntryManifest>(text, Json);
            return manifest is { Version: CurrentVersion, Outputs.IsDefault: false, Inputs.IsDefault: false, Diagnostics.IsDefault: false } && manifest.Outputs.All(IsInside) && manifest.ToJson() == text ? manifest : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string OwnSeal() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this with { Seal = "" }, Json)));

    // Names are joined to the entry's folder and must not lead out of it.
    private static bool IsInside(StoredFile? file) =>
        file is { Name.Length: > 0, Sha256: not null } && !Path.IsPathRooted(file.Name) && !file.Name.Split('/', '\\').Contains("..");
}
