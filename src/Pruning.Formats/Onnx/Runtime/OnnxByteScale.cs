using Microsoft.ML.OnnxRuntime.Tensors;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx.Runtime;

/// <summary>
/// What the bytes mean that a quantized file takes as a picture or gives as boxes: its own first and last operators
/// tell the scale and the zero. Operators that only move values about stand between.
/// </summary>
internal sealed class OnnxByteScale
{
    private static readonly HashSet<string> Moving = new(StringComparer.Ordinal)
    {
        "Slice",
        "Concat",
        "Transpose",
        "Reshape",
        "Identity",
        "Squeeze",
        "Unsqueeze",
        "Flatten",
        "Split",
        "SpaceToDepth",
        "MaxPool",
    };

    private readonly OnnxUses _uses;
    private readonly OnnxConstants _constants;

    /// <param name="name">How messages call the file.</param>
    public OnnxByteScale(GraphProto graph, string name)
    {
        _uses = new OnnxUses(graph);
        _constants = new OnnxConstants(graph, name);
    }

    /// <summary>Of a picture whose pixels are 0 to 1.</summary>
    /// <param name="why">Why it cannot be told, a clause.</param>
    public OnnxElement? OfInput(string input, TensorElementType type, out string why)
    {
        var readers = new List<(NodeProto Node, string Value)>();
        var waiting = new Queue<string>([input]);
        // Each value once, so a graph of many branches takes no longer than it has operators.
        var seen = new HashSet<string>(StringComparer.Ordinal) { input };
        while (waiting.TryDequeue(out var value))
        {
            foreach (var node in _uses.ReadersOf(value))
            {
                if (!Moving.Contains(node.OpType))
                    readers.Add((node, value));
                else
                    node.Output.Where(seen.Add).ToList().ForEach(waiting.Enqueue);
            }
        }

        return Agreed(
            [.. readers.Select(reader => Read(reader.Node, reader.Value, type))],
            [.. readers.Select(reader => reader.Node.OpType)],
            type,
            out why
        );
    }

    /// <summary>Of boxes in pixels and scores of 0 to 1.</summary>
    /// <param name="why">Why it cannot be told, a clause.</param>
    public OnnxElement? OfOutput(string output, TensorElementType type, out string why)
    {
        var writers = new List<NodeProto>();
        var waiting = new Queue<string>([output]);
        var seen = new HashSet<string>(StringComparer.Ordinal) { output };
        while (waiting.TryDequeue(out var value))
        {
            if (_uses.WriterOf(value) is not { } node)
                continue;
            if (!Moving.Contains(node.OpType))
                writers.Add(node);
            else
                (node.OpType == "Concat" ? node.Input : node.Input.Take(1))
                    .Where(seen.Add)
                    .ToList()
                    .ForEach(waiting.Enqueue);
        }

        return Agreed([.. writers.Select(Written)], [.. writers.Select(node => node.OpType)], type, out why);
    }

    private static OnnxElement? Agreed(
        (float Scale, int Zero)?[] found,
        string[] operators,
        TensorElementType type,
        out string why
    )
    {
        why =
            found.Length == 0 ? "no operator is there that tells"
            : Array.FindIndex(found, one => one is null) is >= 0 and var unknown
                ? $"its operator {operators[unknown]} does not tell"
            : found.Distinct().Count() > 1 ? "its operators tell different ones"
            : "";
        return why.Length > 0 ? null : new OnnxElement(type, found[0]!.Value.Scale, found[0]!.Value.Zero);
    }

    private (float Scale, int Zero)? Read(NodeProto node, string value, TensorElementType type) =>
        node.OpType switch
        {
            "DequantizeLinear" or "QLinearConv" => At(node, 1),
            "QLinearAdd" or "QLinearMul" => At(node, node.Input[0] == value ? 1 : 4),
            "QLinearConcat" => At(node, node.Input.IndexOf(value) + 1),
            // Plain pixels that the file itself brings to 0 … 1.
            "Cast"
                when type == TensorElementType.UInt8
                    && _uses.ReadersOf(node.Output[0]) is [var next]
                    && DividesPixels(next) => (1f / byte.MaxValue, 0),
            _ => null,
        };

    private (float Scale, int Zero)? Written(NodeProto node) =>
        node.OpType switch
        {
            "QuantizeLinear" => At(node, 1),
            "QLinearConcat" => At(node, 0),
            "QLinearAdd" or "QLinearMul" => At(node, 6),
            "QLinearSigmoid" => At(node, 3),
            _ => null,
        };

    private bool DividesPixels(NodeProto node) =>
        _constants.FloatsOf(node.Input.ElementAtOrDefault(1) ?? "") is [var factor]
        && (
            node.OpType == "Div"
                ? factor == byte.MaxValue
                : node.OpType == "Mul" && Math.Abs(factor * byte.MaxValue - 1) < 1e-4
        );

    // A scale and behind it a zero, which may be left away; one of each, for a scale a channel means nothing here.
    private (float Scale, int Zero)? At(NodeProto node, int place)
    {
        var zero = node.Input.ElementAtOrDefault(place + 1) ?? "";
        if (
            _constants.FloatsOf(node.Input.ElementAtOrDefault(place) ?? "") is not [var scale]
            || !float.IsFinite(scale)
            || scale <= 0
        )
            return null;
        return zero.Length == 0 ? (scale, 0)
            : _constants.ByteOf(zero) is { } number ? (scale, number)
            : null;
    }
}
