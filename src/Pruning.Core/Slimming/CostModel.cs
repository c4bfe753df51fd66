using Pruning.Graphs;

namespace Pruning.Slimming;

/// <summary>
/// What a network would cost with given numbers of atoms kept in each coupling group, without cutting it. Exact: it equals
/// <see cref="NetworkCost"/> of the network that <see cref="Surgery"/> makes.
/// </summary>
internal sealed class CostModel
{
    private readonly List<Layer> _layers = [];
    private readonly List<Term[]> _norms = [];
    private readonly long _otherParameters;
    private readonly long _fileOverhead;

    /// <param name="fileSize">Bytes of the network's exported file, or null where no target asks for it.</param>
    public CostModel(Network network, CouplingMap map, Extent image, long? fileSize)
    {
        var shapes = ShapeInference.Infer(network.Graph, network.Parameters, image.Height, image.Width);
        foreach (var node in network.Graph.Nodes)
        {
            if (node is ConvolutionNode convolution)
                _layers.Add(LayerOf(convolution, network.Parameters, map, shapes[node.Name]));
            if (node is BatchNormNode norm)
                _norms.Add(TermsOf(map, norm.Name));
        }

        var full = map.Groups.Select(group => group.Count).ToArray();
        var counted = Of(full);
        _otherParameters = NetworkCost.Of(network, image.Height, image.Width).Parameters - counted.Parameters;
        _fileOverhead = (fileSize ?? 0) - counted.FileSize;
        HasFileSize = fileSize is not null;
    }

    public bool HasFileSize { get; }

    public PlannedCost Of(ReadOnlySpan<int> counts)
    {
        long parameters = _otherParameters, flops = 0, channels = 0, folded = 0;
        foreach (var layer in _layers)
        {
            var outputs = Count(layer.Outputs, counts);
            var weights = WeightsOf(layer, counts, outputs);
            parameters += weights + (layer.HasBias ? outputs : 0);
            flops += 2 * weights * layer.Area;
            channels += outputs;
            folded += weights + outputs;
        }

        foreach (var norm in _norms)
            parameters += 2 * Count(norm, counts);
        // An exported convolution carries its weights and, with its norm folded in, a bias: four bytes each. The rest of the file
        // (structure, names, metadata) does not depend on the channel counts.
        return new PlannedCost(channels, parameters, flops, (4 * folded) + _fileOverhead);
    }

    /// <summary>Each convolution's operations for one image, and the groups of its output channels.</summary>
    public IEnumerable<(string Layer, long Flops, IEnumerable<int> Groups)> FlopsByLayer(int[] counts) =>
        _layers.Select(layer => (layer.Name, 2 * WeightsOf(layer, counts, Count(layer.Outputs, counts)) * layer.Area, layer.Outputs.Select(term => term.Group)));

    private static long WeightsOf(Layer layer, ReadOnlySpan<int> counts, long outputs) =>
        outputs * (layer.InputsEachGroup ?? Count(layer.Inputs, counts)) * layer.KernelArea;

    private static long Count(Term[] terms, ReadOnlySpan<int> counts)
    {
        var sum = 0L;
        foreach (var term in terms)
            sum += (long)counts[term.Group] * term.ChannelsPerAtom;
        return sum;
    }

    private static Layer LayerOf(ConvolutionNode node, ParameterSet parameters, CouplingMap map, FeatureShape output)
    {
        var weight = parameters[$"{node.Name}.weight"].Shape;
        return new Layer(
            node.Name,
            TermsOf(map, node.Name),
            TermsOf(map, node.Input),
            node.Groups > 1 ? weight[1] : null,
            weight[2] * weight[3],
            (long)output.Height * output.Width,
            node.HasBias);
    }

    private static Term[] TermsOf(CouplingMap map, string node) =>
    [
        .. map.OutputOf(node)
            .GroupBy(place => place.Group)
            .Select(share => new Term(share.Key, share.Count() / map.Groups[share.Key].Count)),
    ];

    private readonly record struct Term(int Group, int ChannelsPerAtom);

    // A grouped convolution loses whole groups: its inputs a group stay.
    private sealed record Layer(string Name, Term[] Outputs, Term[] Inputs, int? InputsEachGroup, int KernelArea, long Area, bool HasBias);
}

/// <summary>The quantities that targets limit.</summary>
internal readonly record struct PlannedCost(long Channels, long Parameters, long Flops, long FileSize)
{
    public double this[TargetMetric metric] => metric switch
    {
        TargetMetric.Channels => Channels,
        TargetMetric.Parameters => Parameters,
        TargetMetric.Flops => Flops,
        TargetMetric.FileSize => FileSize,
        _ => throw new InvalidOperationException($"{metric} is not planned for."),
    };
}
