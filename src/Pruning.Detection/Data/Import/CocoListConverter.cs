using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pruning.Data.Import;

/// <summary>A list of entries, or as some tools write it an object whose keys are the entries' ids.</summary>
internal sealed class CocoListConverter<T> : JsonConverter<List<T?>>
    where T : class, ICocoEntry<T>
{
    public override List<T?>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var isList = reader.TokenType == JsonTokenType.StartArray;
        if (!isList && reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("'images', 'annotations' and 'categories' must be lists");
        var entries = new List<T?>();
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
        {
            var key = isList ? null : CocoScalars.Text(ref reader);
            if (!isList)
                reader.Read();
            entries.Add(Entry(ref reader, key, options));
        }

        return entries;
    }

    private static T? Entry(ref Utf8JsonReader reader, string? key, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        // Deserialize would count lines from the entry on.
        var entry = ((JsonConverter<T>)options.GetConverter(typeof(T))).Read(ref reader, typeof(T), options);
        return key is null ? entry : entry?.OfKey(CocoId.Of(key));
    }

    public override void Write(Utf8JsonWriter writer, List<T?> value, JsonSerializerOptions options) =>
        throw new NotSupportedException();
}

/// <summary>An entry of a list that may be an object.</summary>
internal interface ICocoEntry<T>
{
    /// <summary>The entry with the key as its id where it says none itself.</summary>
    T OfKey(CocoId key);
}
