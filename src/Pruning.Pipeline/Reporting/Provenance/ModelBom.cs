using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pruning.Reporting.Provenance;

/// <summary>
/// A bill of materials of a model, CycloneDX 1.6: what it was made from and with, and what it does. The same build gives
/// the same bytes: it has no time of day, and its serial number follows from its content.
/// </summary>
public static class ModelBom
{
    private const string ModelReference = "model";

    private static readonly JsonSerializerOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Indented = new(Compact) { WriteIndented = true };

    /// <summary>
    /// What a file can say of itself: all but its own hash, its size, its speed, and the gates that judged it. So it
    /// changes only with the weights, the data and the engine.
    /// </summary>
    public static string Inside(string name, ModelReport model, ModelOrigin origin) =>
        Number(Write(origin with { Packages = [] }, Component(name, origin, ModelCard.Of(model), [])))
            .ToJsonString(Compact);

    /// <summary>What lies beside the file, with all that the report says.</summary>
    public static string Beside(RunReport report, ModelOrigin origin)
    {
        var component = Component(
            report.Name,
            origin,
            ModelCard.Of(report),
            [new JsonObject { ["alg"] = "SHA-256", ["content"] = report.Model.Summary.Sha256 }]
        );
        component["properties"] = BomProperty.List([
            .. report.Targets.Select(target => ("target", target)),
            .. report.Gates.Select(gate => ($"gate:{gate.Metric}", BomProperty.OfGate(gate))),
        ]);
        return Number(Write(origin, component)).ToJsonString(Indented) + "\n";
    }

    private static JsonObject Write(ModelOrigin origin, JsonObject component)
    {
        var materials = BomComponents.Of(origin);
        var used = materials.Select(material => material["bom-ref"]!.GetValue<string>()).ToList();
        return new JsonObject
        {
            ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["tools"] = new JsonObject
                {
                    ["components"] = new JsonArray(
                        new JsonObject
                        {
                            ["type"] = "application",
                            ["name"] = "Pruning.Build",
                            ["version"] = origin.Engine,
                        }
                    ),
                },
                ["component"] = component,
            },
            ["components"] = new JsonArray([.. materials]),
            ["dependencies"] = new JsonArray(
                new JsonObject
                {
                    ["ref"] = ModelReference,
                    ["dependsOn"] = new JsonArray([.. used.Select(reference => JsonValue.Create(reference))]),
                }
            ),
        };
    }

    private static JsonObject Component(string name, ModelOrigin origin, JsonObject card, JsonArray hashes)
    {
        var component = new JsonObject
        {
            ["type"] = "machine-learning-model",
            ["bom-ref"] = ModelReference,
            ["name"] = name,
        };
        if (hashes.Count > 0)
            component["hashes"] = hashes;
        component["pedigree"] = new JsonObject
        {
            ["ancestors"] = new JsonArray(BomComponents.OfFile(origin.Base, reference: null)),
            ["notes"] = "Trained on, pruned and exported from its ancestor.",
        };
        card["modelParameters"]!["datasets"] = new JsonArray([
            .. origin.Datasets.Select(split => new JsonObject { ["ref"] = BomComponents.ReferenceOf(split) }),
        ]);
        component["modelCard"] = card;
        return component;
    }

    /// <summary>With a serial number, a UUID of version 8 (RFC 9562) from the content's SHA-256.</summary>
    private static JsonObject Number(JsonObject bom)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(bom.ToJsonString(Compact)))[..16];
        (hash[6], hash[8]) = ((byte)((hash[6] & 0x0F) | 0x80), (byte)((hash[8] & 0x3F) | 0x80));
        bom.Insert(3, "serialNumber", $"urn:uuid:{new Guid(hash, bigEndian: true)}");
        return bom;
    }
}
