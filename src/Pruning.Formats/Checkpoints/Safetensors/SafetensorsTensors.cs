using Pruning.Checkpoints.StateDicts;
using Pruning.Checkpoints.Torch;
using Pruning.Graphs;
using Pruning.Graphs.Import;

namespace Pruning.Checkpoints.Safetensors;

/// <summary>The tensors of a safetensors file whose header has been checked.</summary>
internal sealed class SafetensorsTensors(string path, SafetensorsHeader header, Stream stream) : IStateDict
{
    private readonly Dictionary<string, SafetensorsEntry> _entries = header.Entries.ToDictionary(
        entry => entry.Name,
        StringComparer.Ordinal
    );

    public IReadOnlyCollection<string> Names => _entries.Keys;

    public IReadOnlyList<long> ShapeOf(string name) => _entries[name].Shape;

    public Parameter Read(string name, string renamed)
    {
        var entry = _entries[name];
        if (!entry.Type.IsFloatingPoint())
            throw CheckpointErrors.UnsupportedTensor(path, name, $"has elements of type {entry.Type}");
        var length = entry.End - entry.Begin;
        if (length > Array.MaxLength || entry.Shape.Any(size => size is < 1 or > int.MaxValue))
            throw CheckpointErrors.UnsupportedTensor(path, name, $"is of shape [{string.Join(", ", entry.Shape)}]");
        var bytes = new byte[length];
        stream.Position = header.DataStart + entry.Begin;
        stream.ReadExactly(bytes);
        var values = new float[length / entry.Type.SizeOf()];
        entry.Type.ReadAll(bytes, values);
        return new Parameter(renamed, [.. entry.Shape.Select(size => (int)size)], values);
    }
}
