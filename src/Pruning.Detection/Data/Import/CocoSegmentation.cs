using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pruning.Data.Import;

/// <summary>An object's shape: polygons (x, y, x, y, …), or a mask in run lengths.</summary>
/// <param name="Mask">Null for polygons.</param>
internal sealed record CocoSegmentation(IReadOnlyList<double[]> Polygons, CocoMask? Mask);

internal sealed class CocoSegmentationConverter : JsonConverter<CocoSegmentation?>
{
    private static readonly CocoNumbersConverter Numbers = new();

    public override CocoSegmentation? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
            return new CocoSegmentation([], Mask(ref reader, options));
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        var polygons = new List<double[]>();
        var flat = new List<double>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            // Some tools write a single polygon without the list around it.
            if (reader.TokenType == JsonTokenType.Number)
                flat.Add(reader.GetDouble());
            else if (reader.TokenType == JsonTokenType.StartArray)
                polygons.Add(Numbers.Read(ref reader, typeof(double[]), options));
            else
                reader.Skip();
        }

        if (flat.Count > 0)
            polygons.Add([.. flat]);
        return polygons.Count > 0 ? new CocoSegmentation(polygons, Mask: null) : null;
    }

    private static CocoMask Mask(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        ImmutableArray<long> runs = [];
        double[] size = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = CocoScalars.Text(ref reader);
            reader.Read();
            if (name == "size")
                size = Numbers.Read(ref reader, typeof(double[]), options);
            else if (name == "counts")
                runs = Runs(ref reader, options);
            else
                reader.Skip();
        }

        return size is [var height, var width]
            ? new CocoMask(runs, (long)height, (long)width)
            : new CocoMask(runs, 0, 0);
    }

    private static ImmutableArray<long> Runs(ref Utf8JsonReader reader, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? CocoMask.RunsOf(CocoScalars.Text(ref reader))
            :
            [
                .. Numbers
                    .Read(ref reader, typeof(double[]), options)
                    .Select(run => double.IsFinite(run) ? (long)run : -1),
            ];

    public override void Write(Utf8JsonWriter writer, CocoSegmentation? value, JsonSerializerOptions options) =>
        throw new NotSupportedException();
}

/// <summary>0, 1, false or true, also in quotation marks.</summary>
internal sealed class CocoFlagConverter : JsonConverter<bool>
{
    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
            throw new JsonException("a flag is neither a number nor true or false");
        return reader.TokenType == JsonTokenType.True
            || (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) && number != 0)
            || (reader.TokenType == JsonTokenType.String && CocoScalars.Text(ref reader) is "1" or "true" or "True");
    }

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) =>
        throw new NotSupportedException();
}
