using System.Collections.Immutable;
using System.Text.Json;
using Pruning.Graphs;
using Pruning.Graphs.Import;

namespace Pruning.Checkpoints.Safetensors;

/// <summary>The fields of an untrusted JSON object, each read with the type and range that it must have.</summary>
internal readonly struct JsonFields
{
    private readonly string _path;
    private readonly JsonElement _element;
    private readonly string _what;

    public JsonFields(string path, JsonElement element, string what)
    {
        _path = path;
        _element = element;
        _what = what;
        if (element.ValueKind != JsonValueKind.Object)
            throw CheckpointErrors.Damaged(path, $"{what} is not a JSON object");
    }

    public string Text(string name) => Field(name, JsonValueKind.String).GetString()!;

    public bool Flag(string name) =>
        _element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw Wrong(name);

    public int Integer(string name, int least, int most) =>
        Field(name, JsonValueKind.Number).TryGetInt32(out var number) && number >= least && number <= most
            ? number
            : throw Wrong(name);

    public double Number(string name, double least, double most) =>
        Field(name, JsonValueKind.Number).TryGetDouble(out var number) && number >= least && number <= most
            ? number
            : throw Wrong(name);

    public Extent Extent(string name, int least, int most) =>
        Integers(name, least, most) is [var height, var width] ? new Extent(height, width) : throw Wrong(name);

    public ImmutableArray<int> Integers(string name, int least, int most)
    {
        var numbers = ImmutableArray.CreateBuilder<int>();
        foreach (var item in Array(name, 64))
        {
            if (
                item.ValueKind != JsonValueKind.Number
                || !item.TryGetInt32(out var number)
                || number < least
                || number > most
            )
                throw Wrong(name);
            numbers.Add(number);
        }

        return numbers.ToImmutable();
    }

    public ImmutableArray<float> Floats(JsonElement array, string name, float least, float most)
    {
        if (array.ValueKind != JsonValueKind.Array || array.GetArrayLength() > 64)
            throw Wrong(name);
        var numbers = ImmutableArray.CreateBuilder<float>();
        foreach (var item in array.EnumerateArray())
        {
            if (
                item.ValueKind != JsonValueKind.Number
                || !item.TryGetSingle(out var number)
                || !(number > least && number <= most)
            )
                throw Wrong(name);
            numbers.Add(number);
        }

        return numbers.ToImmutable();
    }

    public ImmutableArray<string> Strings(string name, int most)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var item in Array(name, most))
            texts.Add(item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Wrong(name));
        return texts.ToImmutable();
    }

    public IReadOnlyList<JsonElement> Array(string name, int most)
    {
        var array = Field(name, JsonValueKind.Array);
        return array.GetArrayLength() <= most ? [.. array.EnumerateArray()] : throw Wrong(name);
    }

    public Diagnostics.PruneException Wrong(string name) =>
        CheckpointErrors.Damaged(_path, $"in {_what}, '{name}' is missing or out of range");

    private JsonElement Field(string name, JsonValueKind kind) =>
        _element.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : throw Wrong(name);
}
