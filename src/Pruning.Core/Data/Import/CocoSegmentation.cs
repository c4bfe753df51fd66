using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pruning.Data.Import;

/// <summary>An object's shape: polygons (x, y, x, y, …), or a mask in run lengths, which is not looked into.</summary>
internal sealed record CocoSegmentation(IReadOnlyList<double[]> Polygons, bool IsMask);

internal sealed class CocoSegmentationConverter : JsonConverter<CocoSegmentation?>
{
    public override CocoSegmentation? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            var isMask = reader.TokenType == JsonTokenType.StartObject;
            reader.Skip();
            return isMask ? new CocoSegmentation([], IsMask: true) : null;
        }

        var polygons = new List<double[]>();
        var flat = new List<double>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            // Some tools write a single polygon without the list around it.
            if (reader.TokenType == JsonTokenType.Number)
                flat.Add(reader.GetDouble());
            else if (reader.TokenType == JsonTokenType.StartArray)
                polygons.Add(JsonSerializer.Deserialize<double[]>(ref reader, options) ?? []);
            else
                reader.Skip();
        }

        if (flat.Count > 0)
            polygons.Add([.. flat]);
        return polygons.Count > 0 ? new CocoSegmentation(polygons, IsMask: false) : null;
    }

    public override void Write(Utf8JsonWriter writer, CocoSegmentation? value, JsonSerializerOptions options) => throw new NotSupportedException();
}

/// <summary>0, 1, false or true.</summary>
internal sealed class CocoFlagConverter : JsonConverter<bool>
{
    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
            throw new JsonException("a flag is neither a number nor true or false");
        return reader.TokenType == JsonTokenType.True || (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) && number != 0);
    }

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => throw new NotSupportedException();
}
