using Pruning.Graphs;
using Pruning.Pruners.Latency;

namespace Pruning.Pruners;

/// <summary>
/// What a network would cost with given numbers of atoms kept in each coupling group, without cutting it. Exact: it
/// equals <see cref="NetworkCost"/> of the network that <see cref="Surgery"/> makes.
/// </summary>
internal sealed class CostModel
{
    private readonly List<CostedLayer> _layers = [];
    private readonly List<ChannelTerm[]> _norms = [];
    private readonly long _otherParameters;
    private readonly long _fileOverhead;

    /// <param name="fileSize">Bytes of the network's exported file, or null where no target asks for it.</param>
    /// <param name="latency">What choices take in the runtime, or null where no target asks for it.</param>
    public CostModel(Network network, CouplingMap map, Extent image, long? fileSize, PredictedLatency? latency = null)
    {
        Latency = latency;
        var shapes = ShapeInference.Infer(network.Graph, network.Parameters, image.Height, image.Width);
        foreach (var node in network.Graph.Nodes)
        {
            var costs = node.Accept(new NodeCosts(network.Parameters, map, shapes[node.Name]));
            if (costs.Layer is { } layer)
                _layers.Add(layer);
            if (costs.Norm is { } norm)
                _norms.Add(norm);
        }

        var full = map.Groups.Select(group => group.Count).ToArray();
        var counted = Of(full);
        _otherParameters = NetworkCost.Count(network, image.Height, image.Width).Parameters - counted.Parameters;
        _fileOverhead = (fileSize ?? 0) - counted.FileSize;
        HasFileSize = fileSize is not null;
    }

    public bool HasFileSize { get; }

    public PredictedLatency? Latency { get; }

    public PlannedCost Of(ReadOnlySpan<int> counts)
    {
        long parameters = _otherParameters,
            flops = 0,
            channels = 0,
            folded = 0;
        foreach (var layer in _layers)
        {
            var outputs = ChannelTerm.Count(layer.Outputs, counts);
            var weights = WeightsOf(layer, counts, outputs);
            parameters += weights + (layer.HasBias ? outputs : 0);
            flops += 2 * weights * layer.Area;
            channels += outputs;
            folded += weights + outputs;
        }

        foreach (var norm in _norms)
            parameters += 2 * ChannelTerm.Count(norm, counts);
        // An exported convolution carries its weights and, with its norm folded in, a bias: four bytes each. The rest
        // of the file (structure, names, metadata) does not depend on the channel counts.
        return new PlannedCost(channels, parameters, flops, (4 * folded) + _fileOverhead, Latency?.Of(counts) ?? 0);
    }

    /// <summary>Each convolution's operations for one image, and the groups of its output channels.</summary>
    public IEnumerable<(string Layer, long Flops, IEnumerable<int> Groups)> FlopsByLayer(int[] counts) =>
        _layers.Select(layer =>
            (
                layer.Name,
                2 * WeightsOf(layer, counts, ChannelTerm.Count(layer.Outputs, counts)) * layer.Area,
                layer.Outputs.Select(term => term.Group)
            )
        );

    private static long WeightsOf(CostedLayer layer, ReadOnlySpan<int> counts, long outputs) =>
        outputs * (layer.InputsEachGroup ?? ChannelTerm.Count(layer.Inputs, counts)) * layer.KernelArea;
}

/// <summary>The quantities that targets limit.</summary>
internal readonly record struct PlannedCost(
    long Channels,
    long Parameters,
    long Flops,
    long FileSize,
    double Milliseconds
)
{
    public double this[TargetMetric metric] =>
        metric switch
        {
            TargetMetric.Channels => Channels,
            TargetMetric.Parameters => Parameters,
            TargetMetric.Flops => Flops,
            TargetMetric.FileSize => FileSize,
            TargetMetric.Latency => Milliseconds,
            _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, null),
        };
}
