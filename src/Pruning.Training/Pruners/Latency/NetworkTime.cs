using System.Security.Cryptography;
using System.Text;
using Pruning.Graphs;

namespace Pruning.Pruners.Latency;

/// <summary>
/// What a network would take with given numbers of atoms kept: the sum over its layers. What has no channels to lose
/// (the head's decoding, the start of a run) is the difference between the dense network, measured whole, and the sum
/// of its layers.
/// </summary>
internal sealed class NetworkTime
{
    private readonly ILayerTimes _times;
    private readonly List<Layer> _layers = [];

    public NetworkTime(Network network, CouplingMap map, Extent image, ILayerTimes times)
    {
        _times = times;
        network = network.WithActivation(times.Form.Activation);
        int[] full = [.. map.Groups.Select(group => group.Count)];
        var quantized = times.Form.IsQuantized ? QuantizedNodes.Find(network.Graph) : [];
        var shapes = ShapeInference.Infer(network.Graph, network.Parameters, image.Height, image.Width);
        foreach (var node in network.Graph.Nodes.Where(LayerShape.Takes))
        {
            if (node is not ActivationNode || !IsOfConvolution(network.Graph, node))
                _layers.Add(
                    LayerOf(node, network, map, shapes[node.Inputs[0]]) with
                    {
                        IsQuantized = quantized.Contains(node.Name),
                    }
                );
        }

        var keys = string.Join(
            '\n',
            _layers
                .Select(layer => layer.ShapeOf(layer.CountsOf(full)).Key)
                .Prepend($"{network.Graph.Detect?.ClassCount} classes")
        );
        Name = $"network {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(keys)))[..16]}";
    }

    /// <summary>Of the whole network, by all that its time depends on.</summary>
    public string Name { get; }

    /// <summary>Measures, in one go, every layer that a choice among these levels can make.</summary>
    /// <param name="levels">Each group's legal counts.</param>
    public void Prepare(int[][] levels)
    {
        var wanted = _layers
            .SelectMany(layer =>
                layer.Reachable(levels).Where(layer.IsUnknown).Select(counts => (Layer: layer, Counts: counts))
            )
            .ToList();
        var times = _times.Of([.. wanted.Select(want => want.Layer.ShapeOf(want.Counts))]);
        for (var i = 0; i < wanted.Count; i++)
            wanted[i].Layer.Learn(wanted[i].Counts, times[i]);
    }

    /// <summary>Milliseconds of all layers whose time depends on channel counts.</summary>
    public double Of(ReadOnlySpan<int> counts)
    {
        var sum = 0.0;
        foreach (var layer in _layers)
        {
            var channels = layer.CountsOf(counts);
            if (layer.IsUnknown(channels))
                layer.Learn(channels, _times.Of([layer.ShapeOf(channels)])[0]);
            sum += layer.TimeOf(channels);
        }

        return sum;
    }

    private static Layer LayerOf(Node node, Network network, CouplingMap map, FeatureShape input)
    {
        var inputs = node
            .Inputs.SelectMany(name => ChannelTerm.List(map, name))
            .GroupBy(term => term.Group)
            .Select(terms => new ChannelTerm(terms.Key, terms.Sum(term => term.ChannelsPerAtom)))
            .ToArray();
        int? each = node is ConvolutionNode { Groups: > 1 } ? network.Parameters[$"{node.Name}.weight"].Shape[1] : null;
        return new Layer(
            node,
            ActivationOf(network.Graph, node),
            input.Height,
            each,
            inputs,
            ChannelTerm.List(map, node.Name)
        );
    }

    private static bool IsOfConvolution(Graph graph, Node activation) =>
        graph[activation.Inputs[0]] is ConvolutionNode
        || (graph[activation.Inputs[0]] is BatchNormNode norm && graph[norm.Input] is ConvolutionNode);

    // Behind a norm too: an exporter folds it away.
    private static ActivationKind? ActivationOf(Graph graph, Node node)
    {
        if (node is ActivationNode activation)
            return activation.Kind;
        if (node is not ConvolutionNode)
            return null;
        var reader = graph.ConsumersOf(node.Name) is [BatchNormNode norm] ? norm.Name : node.Name;
        return graph.ConsumersOf(reader) is [ActivationNode only] ? only.Kind : null;
    }

    /// <param name="InputsEachGroup">Of a grouped convolution, which loses whole groups.</param>
    private sealed record Layer(
        Node Node,
        ActivationKind? Activation,
        int Side,
        int? InputsEachGroup,
        ChannelTerm[] Inputs,
        ChannelTerm[] Outputs
    )
    {
        private readonly Dictionary<(int Inputs, int Outputs), double> _known = [];

        public bool IsQuantized { get; init; }

        public (int Inputs, int Outputs) CountsOf(ReadOnlySpan<int> counts) =>
            ((int)ChannelTerm.Count(Inputs, counts), (int)ChannelTerm.Count(Outputs, counts));

        public bool IsUnknown((int Inputs, int Outputs) counts) => !_known.ContainsKey(counts);

        public double TimeOf((int Inputs, int Outputs) counts) => _known[counts];

        public void Learn((int Inputs, int Outputs) counts, double milliseconds) => _known[counts] = milliseconds;

        public LayerShape ShapeOf((int Inputs, int Outputs) counts) =>
            new(
                InputsEachGroup is { } each ? (ConvolutionNode)Node with { Groups = counts.Inputs / each } : Node,
                Side,
                counts.Inputs,
                counts.Outputs,
                Activation
            )
            {
                IsQuantized = IsQuantized,
            };

        /// <summary>
        /// All pairs of inputs and outputs that some choice of levels gives; a group on both sides moves both.
        /// </summary>
        public HashSet<(int Inputs, int Outputs)> Reachable(int[][] levels)
        {
            var sums = new HashSet<(int Inputs, int Outputs)> { (0, 0) };
            foreach (var group in Inputs.Concat(Outputs).Select(term => term.Group).Distinct())
            {
                var (ins, outs) = (PerAtom(Inputs, group), PerAtom(Outputs, group));
                sums =
                [
                    .. sums.SelectMany(sum =>
                        levels[group].Select(count => (sum.Inputs + (count * ins), sum.Outputs + (count * outs)))
                    ),
                ];
            }

            return sums;
        }

        private static int PerAtom(ChannelTerm[] terms, int group) =>
            terms.Where(term => term.Group == group).Sum(term => term.ChannelsPerAtom);
    }
}
