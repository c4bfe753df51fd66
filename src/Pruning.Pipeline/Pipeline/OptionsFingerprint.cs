using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Pruning.Diagnostics;

namespace Pruning.Pipeline;

/// <summary>
/// Adds a stage's options to a fingerprint, each value under its name: a manifest then tells a person which one
/// differs.
/// </summary>
internal static class OptionsFingerprint
{
    // Where a setting stands is no part of what it says.
    private static readonly JsonSerializerOptions Written = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { WithoutPlaces } },
    };

    /// <summary>
    /// All of a record's public properties but those that are marked <see cref="JsonIgnoreAttribute"/>, and records
    /// within it likewise.
    /// </summary>
    public static FingerprintBuilder AddOptions<T>(this FingerprintBuilder builder, T options)
    {
        Add(builder, "", JsonSerializer.SerializeToNode(options, Written));
        return builder;
    }

    /// <summary>Each once, however often it is read.</summary>
    public static FingerprintBuilder AddInputs(this FingerprintBuilder builder, IEnumerable<StageInput> inputs)
    {
        foreach (var input in inputs.Distinct())
            builder.Add(input.Name, input.Value);
        return builder;
    }

    private static void Add(FingerprintBuilder builder, string name, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject record:
                foreach (var (property, inner) in record)
                    Add(builder, name.Length == 0 ? property : $"{name}.{property}", inner);
                break;
            case JsonArray list:
                builder.Add(name, list.Count);
                for (var index = 0; index < list.Count; index++)
                    Add(builder, FormattableString.Invariant($"{name}[{index}]"), list[index]);
                break;
            case null:
                builder.Add(name, (string?)null);
                break;
            case JsonValue single:
                builder.Add(
                    name,
                    single.GetValueKind() == JsonValueKind.String ? single.GetValue<string>() : single.ToJsonString()
                );
                break;
        }
    }

    private static void WithoutPlaces(JsonTypeInfo type)
    {
        for (var index = type.Properties.Count - 1; index >= 0; index--)
        {
            if (
                type.Properties[index].PropertyType == typeof(SourceLocation?)
                || type.Properties[index].PropertyType == typeof(SourceLocation)
            )
                type.Properties.RemoveAt(index);
        }
    }
}
