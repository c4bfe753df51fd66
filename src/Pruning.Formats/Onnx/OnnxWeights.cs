using System.Collections.Frozen;
using System.Collections.Immutable;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx;

/// <summary>
/// Where the operators of an ONNX graph keep their weights. A quantized file keeps them as 8-bit integers: in operators
/// of its own (<c>QLinearConv</c>), or behind a <c>DequantizeLinear</c> before the usual one.
/// </summary>
internal sealed class OnnxWeights
{
    private const int LongestWay = 4;
    private const int None = int.MaxValue;

    /// <summary>Inputs that hold weights and biases, by operator: a scale or a zero point is none.</summary>
    private static readonly FrozenDictionary<string, (int Weight, int Bias)> Places = new Dictionary<
        string,
        (int, int)
    >(StringComparer.Ordinal)
    {
        ["Conv"] = (1, 2),
        ["FusedConv"] = (1, 2),
        ["ConvTranspose"] = (1, 2),
        ["BatchNormalization"] = (1, 2), // running statistics are not trained
        ["QLinearConv"] = (3, 8),
        ["ConvInteger"] = (1, None),
        ["QLinearMatMul"] = (3, None),
        ["MatMulInteger"] = (1, None),
        ["QGemm"] = (3, 6),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly Dictionary<string, NodeProto> _handedOn = new(StringComparer.Ordinal);
    private readonly OnnxConstants _constants;

    public OnnxWeights(GraphProto graph, OnnxConstants constants)
    {
        _constants = constants;
        foreach (
            var node in graph.Node.Where(node =>
                node.OpType is "DequantizeLinear" or "QuantizeLinear" or "Identity" or "Cast"
            )
        )
        {
            foreach (var output in node.Output)
                _handedOn[output] = node;
        }
    }

    public static bool IsConvolution(NodeProto node) =>
        node.OpType is "Conv" or "FusedConv" or "QLinearConv" or "ConvInteger";

    /// <summary>
    /// Whether an operator computes with 8-bit integers, or stands for what does once a runtime has joined it with its
    /// neighbours.
    /// </summary>
    public static bool IsQuantized(NodeProto node) =>
        node.OpType
            is "QLinearConv"
                or "ConvInteger"
                or "QLinearMatMul"
                or "MatMulInteger"
                or "QGemm"
                or "QuantizeLinear"
                or "DequantizeLinear"
                or "DynamicQuantizeLinear";

    /// <summary>The constant that a convolution multiplies with; empty where there is none.</summary>
    public string KernelOf(NodeProto node) => Constant(node, Places[node.OpType].Weight);

    /// <summary>Likewise what it adds.</summary>
    public string BiasOf(NodeProto node) => Constant(node, Places[node.OpType].Bias);

    /// <summary>Whether a convolution's weights are 8-bit integers.</summary>
    public bool HasQuantizedKernel(NodeProto node) =>
        IsQuantized(node)
        || (
            _handedOn.TryGetValue(node.Input.ElementAtOrDefault(Places[node.OpType].Weight) ?? "", out var before)
            && IsQuantized(before)
        );

    /// <summary>All constants with weights that an operator reads; none for one that has no weights.</summary>
    public ImmutableArray<string> Of(NodeProto node) =>
        node.OpType switch
        {
            "Gemm" or "MatMul" => [.. node.Input.Select(Origin)],
            var type when Places.ContainsKey(type) => [KernelOf(node), BiasOf(node)],
            _ => [],
        };

    private string Constant(NodeProto node, int place) => Origin(node.Input.ElementAtOrDefault(place) ?? "");

    private string Origin(string value)
    {
        for (
            var steps = 0;
            steps < LongestWay
                && !_constants.Contains(value)
                && _handedOn.TryGetValue(value, out var node)
                && node.Input.Count > 0;
            steps++
        )
            value = node.Input[0];
        return value;
    }
}
