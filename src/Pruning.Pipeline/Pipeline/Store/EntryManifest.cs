using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
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
    ImmutableArray<KeyValuePair<string, string>> Inputs
)
{
    /// <summary>What the stage warned of; empty in entries of versions that did not keep it.</summary>
    public ImmutableArray<StoredDiagnostic> Diagnostics { get; init; } = [];

    /// <summary>
    /// SHA-256 over all that this says but this, as JSON: what vouches for the files has to be whole itself.
    /// </summary>
    public string Seal { get; init; } = "";

    public const int CurrentVersion = 1;

    public const string FileName = "manifest.json";

    /// <summary>
    /// Larger manifests are none: stages have a handful of files and inputs, and keep
    /// <see cref="StoredDiagnostic.Maximum"/> warnings.
    /// </summary>
    internal const int MaximumBytes = 4 << 20;

    private const int MaximumFiles = 10_000;

    /// <summary>More than a hundred years.</summary>
    private const double MaximumSeconds = 1e10;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>Sealed.</summary>
    public string ToJson() => JsonSerializer.Serialize(this with { Seal = OwnSeal() }, Json);

    /// <summary>
    /// Null when the file is missing, too large, or not, letter by letter, a manifest that this version wrote.
    /// </summary>
    public static EntryManifest? TryRead(string path) =>
        new FileInfo(path) is { Exists: true, Length: <= MaximumBytes } ? TryParse(File.ReadAllBytes(path)) : null;

    /// <summary>
    /// Null when it is not, letter by letter, a manifest that this version wrote, or one whose names could do harm.
    /// </summary>
    internal static EntryManifest? TryParse(ReadOnlySpan<byte> json)
    {
        try
        {
            return
                JsonSerializer.Deserialize<EntryManifest>(json, Json) is { IsSound: true } manifest
                && json.SequenceEqual(Encoding.UTF8.GetBytes(manifest.ToJson()))
                ? manifest
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string OwnSeal() =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this with { Seal = "" }, Json)));

    private bool IsSound =>
        Version == CurrentVersion
        && Stage is not null
        && Fingerprint is not null
        && Seconds is >= 0 and <= MaximumSeconds
        && !Outputs.IsDefault
        && !Inputs.IsDefault
        && !Diagnostics.IsDefault
        && Outputs.Length <= MaximumFiles
        && Outputs.All(file => file is { IsSound: true })
        && NamesAreApart;

    // Also where case makes no difference; and no file can be another's folder.
    private bool NamesAreApart
    {
        get
        {
            var names = Outputs.Select(file => file.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            return names.Count == Outputs.Length && !Outputs.SelectMany(file => file.Folders).Any(names.Contains);
        }
    }
}
