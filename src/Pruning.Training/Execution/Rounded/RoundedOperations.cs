using System.Collections.Immutable;
using Pruning.Execution.Fused;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Onnx.Quantization;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Execution.Rounded;

/// <summary>
/// A network's operations with its numbers rounded as they will be in a file of 8-bit integers (Jacob et al.,
/// "Quantization and training of neural networks for efficient integer-arithmetic-only inference", 2018). Batch norms
/// are folded into their convolutions with the running statistics, in training too: what is rounded is what ships.
/// </summary>
internal sealed class RoundedOperations : NodeOperations, IDisposable
{
    private readonly Graph _graph;
    private readonly TorchParameters _parameters;
    private readonly RoundingPlan _plan;
    private readonly bool _isFused;
    private readonly ImmutableHashSet<string> _folded;

    // Stands for the scale of a rounding that there is not.
    private readonly Tensor _noScale;

    public RoundedOperations(Graph graph, TorchParameters parameters, ExecutionOptions options, RoundingPlan plan)
        : base(parameters, options)
    {
        (_graph, _parameters, _plan, _isFused) = (graph, parameters, plan, options.UsesKernels);
        _folded =
        [
            .. graph
                .Nodes.OfType<ConvolutionNode>()
                .Select(node => BatchNormFolding.FoldableInto(node, graph)?.Name)
                .OfType<string>(),
        ];
        _noScale = ones([1], device: options.Device.ToTorch()).DetachFromDisposeScope();
    }

    // 127 or 63.
    private int LargestWeight => (1 << (_plan.WeightBits - 1)) - 1;

    public override Tensor[] Run(ExecutionStep step, NetworkPass pass)
    {
        var maps = base.Run(step, pass);
        return RoundsOutput(step.Node)
            ? [Round(maps[0], null, roundsGate: false, null, _plan.Values[step.Node.Name])]
            : maps;
    }

    public override Tensor GoOn(AddNode node, int index, Tensor sum) =>
        _plan.Values.GetValueOrDefault(OnnxNodeWriter.PartOf(node, index)) is { } value
            ? Round(sum, null, roundsGate: false, null, value)
            : sum;

    public override Tensor Convolve(ConvolutionNode node, Tensor input)
    {
        var (weight, bias) = Folded(node);
        return Convolve(
            node,
            input,
            _plan.Layers.Contains(node.Name) ? ComposedRounding.RoundFilters(weight, LargestWeight) : weight,
            bias
        );
    }

    public override Tensor Normalise(BatchNormNode node, Tensor input, bool training, double momentum) =>
        _folded.Contains(node.Name) ? input.alias() : base.Normalise(node, input, training: false, momentum);

    public override Tensor Activate(ActivationNode node, Tensor input)
    {
        var (before, after) = (_plan.Values.GetValueOrDefault(node.Input), _plan.Values.GetValueOrDefault(node.Name));
        if (!IsRoundedByReader(node.Input))
            before = null;
        var roundsGate = _plan.Gates.Contains(node.Name);
        if (NormCall.Fusible(node.Kind))
            return Round(input, node, roundsGate, before, after);
        var rounded = before is null ? input : Round(input, null, false, null, before);
        var activated = base.Activate(node, rounded);
        return after is null ? activated : Round(activated, null, false, null, after);
    }

    public void Dispose() => _noScale.Dispose();

    // An activation rounds what it reads, where nothing else reads it.
    private bool IsRoundedByReader(string value) => _graph.ConsumersOf(value) is [ActivationNode];

    // What only moves and joins bytes makes none of its own.
    private bool RoundsOutput(Node node) =>
        _plan.Values.TryGetValue(node.Name, out var value)
        && node is not ActivationNode
        && !IsRoundedByReader(node.Name)
        && !(
            node is ConcatNode or MaxPoolNode or UpsampleNode
            && node.Inputs.All(input => _plan.Values.GetValueOrDefault(input)?.Group == value.Group)
        );

    private Tensor Round(
        Tensor map,
        ActivationNode? activation,
        bool roundsGate,
        RoundedValue? before,
        RoundedValue? after
    )
    {
        if (_isFused)
            return RoundedActivation.Run(
                ToMapType(map),
                ScaleOf(before, map),
                ScaleOf(after, map),
                new RoundedCall(activation?.Kind, roundsGate, before?.Range.ZeroPoint, after?.Range.ZeroPoint)
            );
        var rounded = before is null ? map : ComposedRounding.Round(map, ScaleOf(before, map), before.Range.ZeroPoint);
        if (activation is not null)
            rounded = roundsGate ? ComposedRounding.Silu(rounded) : base.Activate(activation, rounded);
        return after is null
            ? rounded.alias()
            : ComposedRounding.Round(rounded, ScaleOf(after, rounded), after.Range.ZeroPoint);
    }

    // Learnt step sizes are taken more slowly the more values add to their gradient (Esser et al., 2020, section 2.2).
    private Tensor ScaleOf(RoundedValue? value, Tensor map)
    {
        if (value is null)
            return _noScale;
        var scale = _parameters[RangeScales.NameOf(value.Group)];
        if (!is_grad_enabled())
            return scale;
        var share = 1 / Math.Sqrt((double)map.numel() / map.shape[0] * byte.MaxValue);
        return scale.Times(share).Plus(scale.detach().Times(1 - share));
    }

    // With s = weight / sqrt(running_var + epsilon): s · W, and s · (b − running_mean) + bias.
    private (Tensor Weight, Tensor? Bias) Folded(ConvolutionNode node)
    {
        var weight = _parameters[$"{node.Name}.weight"]; // [O, I, h, w]
        var bias = node.HasBias ? _parameters[$"{node.Name}.bias"] : null; // [O]
        if (BatchNormFolding.FoldableInto(node, _graph) is not { } norm)
            return (weight, bias);
        var scale = _parameters[$"{norm.Name}.weight"]
            .div(_parameters[$"{norm.Name}.running_var"].Plus(norm.Epsilon).sqrt());
        var mean = _parameters[$"{norm.Name}.running_mean"];
        return (
            weight.mul(scale.view(-1, 1, 1, 1)),
            _parameters[$"{norm.Name}.bias"].Plus((bias is null ? mean.neg() : bias.sub(mean)).mul(scale))
        );
    }
}
