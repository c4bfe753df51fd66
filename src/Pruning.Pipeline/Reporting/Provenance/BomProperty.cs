using System.Text.Json.Nodes;

namespace Pruning.Reporting.Provenance;

/// <summary>What CycloneDX has no field for, under names of ours.</summary>
internal static class BomProperty
{
    public const string Prefix = "pruning:";

    public static JsonArray List(IEnumerable<(string Name, string Value)> properties) =>
        new([
            .. properties.Select(property => new JsonObject
            {
                ["name"] = Prefix + property.Name,
                ["value"] = property.Value,
            }),
        ]);

    /// <summary>Such as <c>passed: 0.4898, at least 0.48, drop at most 0.03</c>.</summary>
    public static string OfGate(GateReport gate) =>
        $"{(gate.Passed ? "passed" : $"failed ({gate.Severity})")}: {GateText.Number(gate.Value)}, {GateText.Bounds(gate)}";
}
