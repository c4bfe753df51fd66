using System.Text.Json;

namespace Pruning.Runtime.Signing;

/// <summary>JSON that anybody may have written: what is absent, or of another kind, is refused by name.</summary>
internal static class StrictJson
{
    /// <summary>No honest bundle comes near.</summary>
    private const int MostBytes = 4 << 20;

    private const int MostLevels = 32;

    /// <param name="what">What the bytes are, for the message.</param>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json, string what)
    {
        if (json.Length > MostBytes)
            throw SignatureRefusal.Of($"{what} takes {json.Length} bytes, and is read up to {MostBytes}");
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MostLevels });
        }
        catch (JsonException error)
        {
            throw SignatureRefusal.Of($"{what} is no JSON ({error.Message.TrimEnd('.')})", error);
        }
    }

    public static JsonElement Object(this JsonElement element, string name) =>
        Member(element, name, JsonValueKind.Object);

    public static JsonElement Array(this JsonElement element, string name) =>
        Member(element, name, JsonValueKind.Array);

    public static string Text(this JsonElement element, string name)
    {
        try
        {
            return Member(element, name, JsonValueKind.String).GetString()!;
        }
        catch (InvalidOperationException error)
        {
            // Half of a surrogate pair.
            throw SignatureRefusal.Of($"'{name}' is no text", error);
        }
    }

    public static byte[] Base64(this JsonElement element, string name) =>
        Member(element, name, JsonValueKind.String).TryGetBytesFromBase64(out var bytes)
            ? bytes
            : throw SignatureRefusal.Of($"'{name}' is not base64");

    public static bool Has(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out _);

    private static JsonElement Member(JsonElement element, string name, JsonValueKind kind) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == kind
            ? value
            : throw SignatureRefusal.Of($"it has no '{name}' of type {kind.ToString().ToLowerInvariant()}");
}
