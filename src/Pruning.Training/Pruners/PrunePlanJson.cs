using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pruning.Pruners;

/// <summary>How plans are written.</summary>
internal static class PrunePlanJson
{
    public static JsonSerializerOptions Options { get; } =
        new(JsonSerializerDefaults.Web)
        {
            WriteIndented = false,
            NewLine = "\n",
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        };
}
