using System.Text.Json.Serialization;
using Pruning.Checkpoints.Official;

namespace Pruning.Pipeline.Options;

/// <summary>The network to start from.</summary>
/// <param name="Architecture">An architecture's name or an official weight file's; null for a file.</param>
/// <param name="File">Full path of a file, whose content counts; null for an architecture.</param>
/// <param name="Seed">Of weights that are drawn.</param>
public sealed record ImportOptions(string? Architecture, [property: JsonIgnore] string? File, int Seed)
{
    /// <summary>
    /// Whether a network that was pruned to see fewer pixels stays so: a project starts from the whole image, and
    /// chooses anew.
    /// </summary>
    public bool KeepsResolution { get; init; }

    /// <summary>The file's path, or the architecture's name.</summary>
    [JsonIgnore]
    public string Model => File ?? Architecture!;

    /// <exception cref="Diagnostics.PruneException">The file does not exist.</exception>
    public static ImportOptions Read(ProjectRequest request)
    {
        var text = OptionCatalogue.BaseModel.Read(request);
        var seed = OptionCatalogue.Seed.Read(request);
        var path = request.Resolve(text);
        if (System.IO.File.Exists(path))
            return new ImportOptions(null, path, seed);
        // A name without folder and extension is an architecture; the import stage knows which there are. Official
        // weights are fetched.
        return (Path.GetFileName(text) == text && !Path.HasExtension(text)) || OfficialRelease.Names(text)
            ? new ImportOptions(text, null, seed)
            : throw InputFile.Missing(request, OptionCatalogue.BaseModel, path);
    }
}
