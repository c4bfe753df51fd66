using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;
using Pruning.Checkpoints.Torch;
using Pruning.Graphs.Import;

namespace Pruning.Checkpoints.Safetensors;

/// <summary>
/// The head of a safetensors file: a 64-bit length, then JSON that places each tensor. Everything is checked here:
/// after this, the entries are known to tile the data part exactly, without holes or overlap, as the format demands.
/// </summary>
internal sealed class SafetensorsHeader
{
    private const long LongestHeader = 100_000_000;
    private const int MostDimensions = 16;

    private SafetensorsHeader(
        IReadOnlyList<SafetensorsEntry> entries,
        IReadOnlyDictionary<string, string> metadata,
        long dataStart
    )
    {
        Entries = entries;
        Metadata = metadata;
        DataStart = dataStart;
    }

    /// <summary>In the order of their bytes.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Where in the file the data part begins.</summary>
    public long DataStart { get; }

    public static SafetensorsHeader Read(string path, Stream stream)
    {
        Span<byte> prefix = stackalloc byte[8];
        if (stream.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8)
            throw CheckpointErrors.Damaged(path, "it ends within its first 8 bytes");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > LongestHeader || (long)length > stream.Length - 8)
            throw CheckpointErrors.Damaged(
                path,
                $"its header is said to be {length} bytes long, and the file has {stream.Length}"
            );
        var json = new byte[length];
        stream.ReadExactly(json);
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            return Parse(path, document.RootElement, 8 + (long)length, stream.Length - 8 - (long)length);
        }
        // Text that is not Unicode (bad UTF-8, half surrogates) is found only when it is read, as
        // InvalidOperationException.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw CheckpointErrors.Damaged(path, "its header is not JSON", exception);
        }
    }

    private static SafetensorsHeader Parse(string path, JsonElement root, long dataStart, long dataLength)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw CheckpointErrors.Damaged(path, "its header is not a JSON object");
        var entries = new List<SafetensorsEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        IReadOnlyDictionary<string, string> metadata = ImmutableDictionary<string, string>.Empty;
        foreach (var property in root.EnumerateObject())
        {
            if (!names.Add(property.Name))
                throw CheckpointErrors.Damaged(
                    path,
                    $"its header names '{CheckpointErrors.Quote(property.Name)}' twice"
                );
            if (property.Name == "__metadata__")
                metadata = ParseMetadata(path, property.Value);
            else
                entries.Add(ParseEntry(path, property.Name, property.Value));
        }

        entries.Sort(
            (left, right) =>
                left.Begin != right.Begin ? left.Begin.CompareTo(right.Begin) : left.End.CompareTo(right.End)
        );
        RequireTiling(path, entries, dataLength);
        return new SafetensorsHeader(entries, metadata, dataStart);
    }

    private static SafetensorsEntry ParseEntry(string path, string name, JsonElement value)
    {
        if (
            value.ValueKind != JsonValueKind.Object
            || !value.TryGetProperty("dtype", out var dtype)
            || dtype.ValueKind != JsonValueKind.String
            || !value.TryGetProperty("shape", out var shape)
            || !TryIntegers(shape, MostDimensions, out var sizes)
            || !value.TryGetProperty("data_offsets", out var offsets)
            || !TryIntegers(offsets, 2, out var range)
            || range.Length != 2
        )
        {
            throw CheckpointErrors.Damaged(path, $"its header describes '{CheckpointErrors.Quote(name)}' incompletely");
        }

        var type = TypeOf(dtype.GetString()!)
            ?? throw CheckpointErrors.UnsupportedTensor(
                path,
                name,
                $"has elements of type '{CheckpointErrors.Quote(dtype.GetString()!)}'"
            );
        long bytes = type.SizeOf();
        foreach (var size in sizes)
            bytes = size != 0 && bytes > long.MaxValue / size ? long.MaxValue : bytes * size;
        if (range[1] < range[0] || range[1] - range[0] != bytes)
            throw CheckpointErrors.Damaged(
                path,
                $"'{CheckpointErrors.Quote(name)}' of shape [{string.Join(", ", sizes)}] is given the bytes "
                    + $"{range[0]} to {range[1]}"
            );
        return new SafetensorsEntry(name, type, sizes, range[0], range[1]);
    }

    private static bool TryIntegers(JsonElement array, int most, out ImmutableArray<long> values)
    {
        values = [];
        if (array.ValueKind != JsonValueKind.Array || array.GetArrayLength() > most)
            return false;
        var numbers = ImmutableArray.CreateBuilder<long>();
        foreach (var item in array.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out var number) || number < 0)
                return false;
            numbers.Add(number);
        }

        values = numbers.ToImmutable();
        return true;
    }

    private static Dictionary<string, string> ParseMetadata(string path, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw CheckpointErrors.Damaged(path, "its metadata is not a JSON object");
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            if (
                property.Value.ValueKind != JsonValueKind.String
                || !metadata.TryAdd(property.Name, property.Value.GetString()!)
            )
                throw CheckpointErrors.Damaged(
                    path,
                    $"its metadata '{CheckpointErrors.Quote(property.Name)}' is not one text"
                );
        }

        return metadata;
    }

    private static void RequireTiling(string path, List<SafetensorsEntry> entries, long dataLength)
    {
        long end = 0;
        foreach (var entry in entries)
        {
            if (entry.Begin != end)
                throw CheckpointErrors.Damaged(
                    path,
                    $"'{CheckpointErrors.Quote(entry.Name)}' begins at byte {entry.Begin} of the data, where "
                        + $"byte {end} is next"
                );
            end = entry.End;
        }

        if (end != dataLength)
            throw CheckpointErrors.Damaged(path, $"its tensors take {end} bytes, and {dataLength} follow the header");
    }

    private static ElementType? TypeOf(string name) =>
        name switch
        {
            "F32" => ElementType.Float32,
            "F16" => ElementType.Float16,
            "BF16" => ElementType.BFloat16,
            "F64" => ElementType.Float64,
            "I64" => ElementType.Int64,
            "I32" => ElementType.Int32,
            "I16" => ElementType.Int16,
            "I8" => ElementType.Int8,
            "U8" => ElementType.UInt8,
            "BOOL" => ElementType.Boolean,
            _ => null,
        };
}
