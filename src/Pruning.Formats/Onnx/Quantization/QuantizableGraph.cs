using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx.Quantization;

/// <summary>
/// What of a detector's graph is to compute with bytes: every convolution but the first ones, which see the picture and
/// are slower so, and the last ones, whose outputs are the boxes, and what moves and joins maps between them.
/// </summary>
internal sealed class QuantizableGraph
{
    private static readonly HashSet<string> Moving = new(StringComparer.Ordinal)
    {
        "Concat",
        "Add",
        "MaxPool",
        "Resize",
        "LeakyRelu",
    };

    private readonly OnnxUses _uses;
    private readonly Dictionary<string, ValueRole> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _sameAs = new(StringComparer.Ordinal);

    /// <param name="name">How messages call the file.</param>
    /// <param name="keptFloat">Layers that are to stay as they are, beside those that do anyway.</param>
    /// <exception cref="PruneException">PRUNE7102; PRUNE6007: nothing of it can compute with bytes.</exception>
    public QuantizableGraph(GraphProto graph, string name, IReadOnlySet<string> keptFloat)
    {
        _uses = new OnnxUses(graph);
        Constants = new OnnxConstants(graph, name);
        var weights = new OnnxWeights(graph, Constants);
        var convolutions = graph.Node.Where(node => node.OpType == "Conv").ToList();
        // One walk each, however many convolutions a file has.
        var (hasOneBefore, hasOneBehind) = (_uses.After(convolutions), _uses.Before(convolutions));
        var layers = ImmutableArray.CreateBuilder<QuantizedLayer>();
        var isFloat = ImmutableArray.CreateBuilder<string>();
        foreach (var node in convolutions)
        {
            var layer = OnnxReader.NameOf(node, weights.KernelOf(node));
            if (
                !keptFloat.Contains(layer)
                && Constants.FloatsOf(node.Input[1]) is not null
                && (node.Input.Count < 3 || Constants.FloatsOf(node.Input[2]) is not null)
                && hasOneBefore.Contains(node)
                && hasOneBehind.Contains(node)
            )
                layers.Add(new QuantizedLayer(layer, node, node.Input[0]));
            else
                isFloat.Add(layer);
        }

        if (layers.Count == 0)
            throw new PruneException(
                Codes.NothingToQuantize,
                $"'{name}' has {convolutions.Count} convolutions, and none of them can compute with 8-bit integers: "
                    + "the first and the last ones stay as they are, and so do those whose weights are no 32-bit "
                    + "floats. Give the file as it was exported, in 32-bit floats."
            );
        (Layers, FloatLayers) = (layers.ToImmutable(), isFloat.ToImmutable());
        foreach (var layer in Layers)
            Add(layer);
        foreach (var node in graph.Node.Where(node => Moving.Contains(node.OpType)))
            Follow(node);
        foreach (var output in graph.Output)
            _values.Remove(output.Name);
    }

    public OnnxConstants Constants { get; }

    /// <summary>In the graph's order.</summary>
    public ImmutableArray<QuantizedLayer> Layers { get; }

    /// <summary>Convolutions that stay as they are.</summary>
    public ImmutableArray<string> FloatLayers { get; }

    /// <summary>Values that become bytes.</summary>
    public IReadOnlyDictionary<string, ValueRole> Values => _values;

    /// <summary>
    /// The name that stands for all values with one range: what only moves bytes, or joins them, takes no time where
    /// its inputs' are its output's.
    /// </summary>
    public string RangeOf(string value)
    {
        while (_sameAs.TryGetValue(value, out var other))
            value = other;
        return value;
    }

    /// <summary>Of each value that becomes bytes: those that share a range get one that has all of theirs.</summary>
    /// <param name="own">Each value's own; those of gates are known.</param>
    public Dictionary<string, AffineRange> Share(IReadOnlyDictionary<string, AffineRange> own)
    {
        var shared = _values
            .Where(value => value.Value != ValueRole.Gate)
            .GroupBy(value => RangeOf(value.Key), value => own[value.Key])
            .ToDictionary(
                group => group.Key,
                group => AffineRange.Covering(group.Min(range => range.Low), group.Max(range => range.High)),
                StringComparer.Ordinal
            );
        return _values.ToDictionary(
            value => value.Key,
            value => value.Value == ValueRole.Gate ? AffineRange.Unit : shared[RangeOf(value.Key)],
            StringComparer.Ordinal
        );
    }

    private void Add(QuantizedLayer layer)
    {
        _values.TryAdd(layer.Input, ValueRole.Plain);
        var output = layer.Node.Output[0];
        var readers = _uses.ReadersOf(output);
        if (Silu(output, readers) is var (gate, result))
        {
            _values[output] = ValueRole.BeforeSilu;
            _values[gate] = ValueRole.Gate;
            _values.TryAdd(result, ValueRole.Plain);
        }
        // The runtime folds a ReLU into what becomes bytes behind it.
        else if (readers is [{ OpType: "Relu" } relu])
            _values.TryAdd(relu.Output[0], ValueRole.Plain);
        else
            _values.TryAdd(output, ValueRole.Plain);
    }

    // x · sigmoid(x)
    private (string Gate, string Result)? Silu(string value, IReadOnlyList<NodeProto> readers)
    {
        if (
            readers.Count == 2
            && readers.FirstOrDefault(node => node.OpType == "Sigmoid") is { } sigmoid
            && readers.FirstOrDefault(node => node.OpType == "Mul") is { } product
            && product.Input.Contains(value)
            && product.Input.Contains(sigmoid.Output[0])
            && _uses.ReadersOf(sigmoid.Output[0]).Count == 1
        )
            return (sigmoid.Output[0], product.Output[0]);
        return null;
    }

    private void Follow(NodeProto node)
    {
        // The others are sizes and factors.
        var inputs = node.OpType is "Concat" or "Add" ? [.. node.Input] : new[] { node.Input[0] };
        if (!inputs.All(_values.ContainsKey))
        {
            if (
                !inputs.Any(_values.ContainsKey)
                || !_values.ContainsKey(node.Output[0])
                || inputs.Any(input => _uses.WriterOf(input) is null)
            )
                return;
            // A map of floats among bytes that bytes are made of again: it becomes bytes before it is joined.
            foreach (var input in inputs)
                _values.TryAdd(input, ValueRole.Plain);
        }

        _values.TryAdd(node.Output[0], ValueRole.Plain);
        if (node.OpType is "Concat" or "MaxPool" or "Resize")
            foreach (var input in inputs)
                Join(input, node.Output[0]);
    }

    private void Join(string one, string other)
    {
        var (first, second) = (RangeOf(one), RangeOf(other));
        if (first != second)
            _sameAs[first] = second;
    }
}
