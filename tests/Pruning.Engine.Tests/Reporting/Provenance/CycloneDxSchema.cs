using System.Reflection;
using System.Text.Json;
using Json.Schema;

namespace Pruning.Reporting.Provenance;

/// <summary>CycloneDX's own schema of version 1.6, out of its library for .NET.</summary>
internal static class CycloneDxSchema
{
    private static readonly Lazy<JsonSchema> Schema = new(Load);

    /// <summary>What is wrong with a bill, a line a problem.</summary>
    public static IReadOnlyList<string> Problems(string bom)
    {
        using var document = JsonDocument.Parse(bom);
        var result = Schema.Value.Evaluate(
            document.RootElement,
            new EvaluationOptions { OutputFormat = OutputFormat.List }
        );
        return result.IsValid
            ? []
            :
            [
                .. (result.Details ?? [])
                    .Where(detail => detail.Errors is not null)
                    .Select(detail => $"{detail.InstanceLocation}: {string.Join("; ", detail.Errors!.Values)}")
                    .Prepend("not valid"),
            ];
    }

    private static JsonSchema Load()
    {
        var options = new BuildOptions { SchemaRegistry = new SchemaRegistry() };
        foreach (var used in new[] { "spdx", "jsf-0.82" })
            JsonSchema.FromText(Text(used), options);
        return JsonSchema.FromText(Text("bom-1.6"), options);
    }

    private static string Text(string name)
    {
        var library = typeof(CycloneDxSchema)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(item => item.Key == "CycloneDxLibrary")
            .Value!;
        using var stream = Assembly
            .LoadFrom(library)
            .GetManifestResourceStream($"CycloneDX.Core.Schemas.{name}.schema.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
