using System.Buffers.Binary;
using System.Text.Json;

namespace Pruning.Fuzzing.Readers;

/// <summary>
/// A safetensors file whose head has the length that it says, and behind it zeros up to the end that its last tensor
/// states.
/// </summary>
internal sealed class SafetensorsHeadReader()
    : FileReader(
        "safetensors-head",
        "model.safetensors",
        "Pruning.Checkpoints.Safetensors.",
        "Pruning.Checkpoints.SafetensorsFile",
        "Pruning.Graphs.ShapeInference",
        "Pruning.Graphs.GraphChecks"
    )
{
    private const int MostData = 1 << 20;

    protected override byte[] Wrap(byte[] input)
    {
        var file = new byte[sizeof(long) + input.Length + DataBytes(input)];
        BinaryPrimitives.WriteInt64LittleEndian(file, input.Length);
        input.CopyTo(file, sizeof(long));
        return file;
    }

    protected override string? ReadFile(string path) => Checkpoint.Read(path);

    private static int DataBytes(byte[] head)
    {
        try
        {
            using var json = JsonDocument.Parse(head);
            return json
                .RootElement.EnumerateObject()
                .Where(tensor =>
                    tensor.Value.ValueKind == JsonValueKind.Object && tensor.Value.TryGetProperty("data_offsets", out _)
                )
                .Select(tensor => tensor.Value.GetProperty("data_offsets")[1].GetInt32())
                .Where(end => end is >= 0 and <= MostData)
                .DefaultIfEmpty(0)
                .Max();
        }
        catch (Exception noHead)
            when (noHead
                    is JsonException
                        or InvalidOperationException
                        or FormatException
                        or IndexOutOfRangeException
                        or KeyNotFoundException
            )
        {
            return 0;
        }
    }
}
