using System.Globalization;
using System.Text.Json.Nodes;

namespace Pruning.Reporting.Provenance;

/// <summary>What a model was made from and with, as components of a bill of materials.</summary>
internal static class BomComponents
{
    public static IReadOnlyList<JsonObject> Of(ModelOrigin origin) =>
        [
            .. origin.Files.Select(file => OfFile(file, $"file:{file.Role.Replace(' ', '-')}")),
            .. origin.Datasets.Select(OfSplit),
            .. origin.Packages.Select(OfPackage),
        ];

    public static string ReferenceOf(OriginSplit split) => $"dataset:{split.Name}";

    /// <param name="reference">Null where the component stands elsewhere, too.</param>
    public static JsonObject OfFile(OriginFile file, string? reference)
    {
        var isModel = file.Role is "base model" or "teacher";
        var component = new JsonObject { ["type"] = isModel ? "machine-learning-model" : "file" };
        if (reference is not null)
            component["bom-ref"] = reference;
        component["name"] = file.Name;
        component["description"] = file.Sha256 is null
            ? $"{file.Role}: an architecture, trained from nothing"
            : file.Role;
        if (file.Sha256 is { } hash)
            component["hashes"] = Hash("SHA-256", hash);
        return component;
    }

    private static JsonObject OfSplit(OriginSplit split) =>
        new()
        {
            ["type"] = "data",
            ["bom-ref"] = ReferenceOf(split),
            ["name"] = split.Name,
            ["hashes"] = Hash("SHA-256", split.DirectoryHash),
            ["data"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "dataset",
                    ["name"] = split.Name,
                    ["description"] = string.Create(
                        CultureInfo.InvariantCulture,
                        $"{split.Images} images and their labels; the hash is in-toto's dirHash of the files"
                    ),
                }
            ),
        };

    private static JsonObject OfPackage(OriginPackage package)
    {
        var component = new JsonObject
        {
            ["type"] = "library",
            ["bom-ref"] = package.Url,
            ["name"] = package.Name,
            ["version"] = package.Version,
        };
        if (package.Sha512 is { } hash)
            component["hashes"] = Hash("SHA-512", hash);
        component["purl"] = package.Url;
        return component;
    }

    private static JsonArray Hash(string algorithm, string content) =>
        new(new JsonObject { ["alg"] = algorithm, ["content"] = content });
}
