using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pruning.Pruners;

/// <summary>What is registered, in JSON, is its name.</summary>
internal sealed class RegisteredJson<T> : JsonConverter<T>
    where T : class, IRegistered<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Registered.Find<T>(reader.GetString())
        ?? throw new JsonException($"the {typeof(T).Name} is none of those that there are");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Name);
}
