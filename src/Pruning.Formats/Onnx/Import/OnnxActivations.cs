using Pruning.Graphs;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx.Import;

/// <summary>
/// Recognises activations, which exporters write as one operator or as several: SiLU as x * Sigmoid(x); Hardswish as x
/// * HardSigmoid(x), or with its clamp spelt out, x * Clip(x + 3, 0, 6) / 6.
/// </summary>
internal sealed class OnnxActivations(OnnxSource source)
{
    private enum Gate
    {
        Sigmoid,
        HardSigmoid,
        PlusThree,
        Clipped,
        ClippedProduct,
    }

    private readonly Dictionary<string, (Gate Gate, string Of)> _gates = new(StringComparer.Ordinal);

    /// <returns>
    /// The whole activation with its input; with a null kind, where the operator is a part of one that a later operator
    /// completes; null where it belongs to none.
    /// </returns>
    public (ActivationKind? Kind, string Input)? Read(NodeProto node) =>
        node.OpType switch
        {
            "Relu" => (ActivationKind.ReLU, First(node)),
            "HardSwish" => (ActivationKind.Hardswish, First(node)),
            "LeakyRelu" when Number(node, "alpha", 0.01f) is var slope => slope == ActivationNode.LeakySlope
                ? (ActivationKind.LeakyReLU, First(node))
                : throw source.Unsupported(
                    node,
                    FormattableString.Invariant($"has the slope {slope}, not YOLOv5's 0.1")
                ),
            "Sigmoid" => Part(node, Gate.Sigmoid, First(node)),
            "HardSigmoid" when Near(Number(node, "alpha", 0.2f), 1 / 6.0) && Near(Number(node, "beta", 0.5f), 0.5) =>
                Part(node, Gate.HardSigmoid, First(node)),
            "Add" when Scalar(node) is (3, var x) => Part(node, Gate.PlusThree, x),
            "Clip" when GateOf(First(node), Gate.PlusThree) is { } x && Bounds(node) is (0, 6) => Part(
                node,
                Gate.Clipped,
                x
            ),
            "Div" when Scalar(node) is (6, var x) => Sixth(node, x),
            "Mul" when Scalar(node) is (var factor, var x) && Near(factor, 1 / 6.0) => Sixth(node, x),
            "Mul" when node.Input.Count == 2 => Product(node, First(node), source.Origin(node.Input[1])),
            _ => null,
        };

    private (ActivationKind?, string)? Product(NodeProto node, string left, string right)
    {
        if (GateOf(right, Gate.Sigmoid) == left || GateOf(left, Gate.Sigmoid) == right)
            return (ActivationKind.SiLU, GateOf(right, Gate.Sigmoid) == left ? left : right);
        if (GateOf(right, Gate.HardSigmoid) == left || GateOf(left, Gate.HardSigmoid) == right)
            return (ActivationKind.Hardswish, GateOf(right, Gate.HardSigmoid) == left ? left : right);
        if (GateOf(right, Gate.Clipped) == left || GateOf(left, Gate.Clipped) == right)
            return Part(node, Gate.ClippedProduct, GateOf(right, Gate.Clipped) == left ? left : right);
        return null;
    }

    private (ActivationKind?, string)? Sixth(NodeProto node, string value)
    {
        if (GateOf(value, Gate.ClippedProduct) is { } whole)
            return (ActivationKind.Hardswish, whole);
        return GateOf(value, Gate.Clipped) is { } x ? Part(node, Gate.HardSigmoid, x) : null;
    }

    private (ActivationKind?, string)? Part(NodeProto node, Gate gate, string of)
    {
        _gates[node.Output[0]] = (gate, of);
        return (null, of);
    }

    /// <summary>What a value is the gate of, where it is that gate.</summary>
    private string? GateOf(string value, Gate gate) =>
        _gates.TryGetValue(value, out var known) && known.Gate == gate ? known.Of : null;

    /// <summary>
    /// The constant of an operator between one and a map, with the map; null where it is another operator.
    /// </summary>
    private (double Constant, string Other)? Scalar(NodeProto node)
    {
        if (node.Input.Count != 2)
            return null;
        var (left, right) = (First(node), source.Origin(node.Input[1]));
        if (source.Constants.NumbersOf(right) is [var number])
            return (number, left);
        return node.OpType != "Div" && source.Constants.NumbersOf(left) is [var first] ? (first, right) : null;
    }

    private (double, double)? Bounds(NodeProto node) =>
        node.Input.Count == 3
        && source.Constants.NumbersOf(source.Origin(node.Input[1])) is [var low]
        && source.Constants.NumbersOf(source.Origin(node.Input[2])) is [var high]
            ? (low, high)
            : null;

    private string First(NodeProto node) =>
        node.Input.Count > 0 ? source.Origin(node.Input[0]) : throw source.Unsupported(node, "has no input");

    private static float Number(NodeProto node, string name, float otherwise) =>
        node.Attribute.FirstOrDefault(attribute => attribute.Name == name)?.F ?? otherwise;

    private static bool Near(double value, double wanted) => Math.Abs(value - wanted) < 1e-3; // 16-bit files round them; the proof decides
}
