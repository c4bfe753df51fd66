using System.Text;
using System.Text.Json;
using Pruning.Pipeline;
using Pruning.Pipeline.Store;

namespace Pruning.Fuzzing.Readers;

/// <summary>
/// The manifest of a stored result, with the seal that it says and with the one that fits, up to the warnings that it
/// repeats.
/// </summary>
internal sealed class ManifestReader()
    : Reader(
        "manifest",
        "Pruning.Pipeline.Store.EntryManifest",
        "Pruning.Pipeline.Store.Stored",
        "Pruning.Pipeline.Fingerprint"
    )
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private static readonly ProjectRequest Request = new("/project/a.pruneproj", "a", "/project/bin", null, [], []);

    public override string? Read(byte[] input, string folder) =>
        Said(EntryManifest.TryParse(input)) ?? Said(Sealed(input));

    private static EntryManifest? Sealed(byte[] input)
    {
        try
        {
            return
                JsonSerializer.Deserialize<EntryManifest>(input, Json)
                    is { Outputs.IsDefault: false, Inputs.IsDefault: false, Diagnostics.IsDefault: false } manifest
                ? EntryManifest.TryParse(Encoding.UTF8.GetBytes(manifest.ToJson()))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Said(EntryManifest? manifest) =>
        manifest is null
            ? null
            : $"{manifest.Stage} {manifest.Outputs.Length} "
                + $"{string.Join('|', manifest.Diagnostics.Select(said => said?.For(Request)))}";
}
