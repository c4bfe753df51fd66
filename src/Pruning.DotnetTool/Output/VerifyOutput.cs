using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pruning.DotnetTool.Output;

/// <summary>A model whose signature holds.</summary>
/// <param name="Sha256">Of the model.</param>
/// <param name="Signature">The file that was checked.</param>
/// <param name="Signer">A key's SHA-256, or a certificate's subject and issuer.</param>
/// <param name="Provenance">The signed file that says how it came about; null where there is none beside the model.</param>
/// <param name="Bill">
/// The signed bill of materials that <paramref name="MadeFrom"/> to <paramref name="Gates"/> are of: <c>beside</c> the
/// model, or in the <c>file</c> itself; null where it has none.
/// </param>
/// <param name="MadeFrom">Base model and data, with their digests.</param>
/// <param name="Metrics">What was measured.</param>
/// <param name="Gates">Each gate, and what it found; only where the bill lies beside the model.</param>
internal sealed record VerifyOutput(
    string Model,
    string Sha256,
    string Signature,
    string Signer,
    string? Provenance,
    string? Bill,
    ImmutableArray<string> MadeFrom,
    ImmutableArray<VerifiedMetric> Metrics,
    ImmutableArray<string> Gates
)
{
    private const string GatePrefix = "pruning:gate:";

    /// <summary>Reads what a bill says; whatever it lacks is left out.</summary>
    /// <param name="bom">CycloneDX, as JSON; null for none.</param>
    public VerifyOutput With(string bill, string? bom)
    {
        if (bom is null)
            return this;
        try
        {
            var root = JsonNode.Parse(bom)!;
            var model = root["metadata"]?["component"];
            return this with
            {
                Bill = bill,
                MadeFrom = [.. List(root["components"]).Where(IsMaterial).Select(Material)],
                Metrics =
                [
                    .. List(model?["modelCard"]?["quantitativeAnalysis"]?["performanceMetrics"])
                        .Select(metric => new VerifiedMetric(
                            $"{metric["type"]}",
                            $"{metric["value"]}",
                            metric["slice"]?.ToString()
                        )),
                ],
                Gates =
                [
                    .. List(model?["properties"])
                        .Where(one => $"{one["name"]}".StartsWith(GatePrefix, StringComparison.Ordinal))
                        .Select(one => $"{$"{one["name"]}"[GatePrefix.Length..]} {one["value"]}"),
                ],
            };
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // Somebody signed another kind of bill: it is theirs, and says nothing here.
            return this;
        }
    }

    private static IEnumerable<JsonNode> List(JsonNode? array) => (array as JsonArray)?.OfType<JsonNode>() ?? [];

    private static bool IsMaterial(JsonNode component) => $"{component["type"]}" != "library";

    private static string Material(JsonNode component) =>
        $"{component["name"]} ({component["description"] ?? component["type"]})"
        + string.Concat(List(component["hashes"]).Select(hash => $" {hash["alg"]} {hash["content"]}"));
}
