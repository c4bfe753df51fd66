using Pruning.Graphs;

namespace Pruning.Yolo;

/// <summary>
/// Gives the nodes of a graph, in its order, their start values; a visit tells a node's output channels.
/// </summary>
/// <param name="outputChannels">By convolution.</param>
/// <param name="parameters">What the values are added to.</param>
internal sealed class NodeStart(IReadOnlyDictionary<string, int> outputChannels, List<Parameter> parameters, int seed)
    : INodeVisitor<int>
{
    private readonly Dictionary<string, int> _channels = new(StringComparer.Ordinal);

    public void Add(Node node) => _channels[node.Name] = node.Accept(this);

    public int Visit(InputNode node) => node.Channels;

    public int Visit(ConvolutionNode node)
    {
        parameters.AddRange(
            ParameterInitializer.Convolution(node, _channels[node.Input], outputChannels[node.Name], seed)
        );
        return outputChannels[node.Name];
    }

    public int Visit(BatchNormNode node)
    {
        var width = _channels[node.Input];
        parameters.AddRange(
            ShapeInference.BatchNormParameters.Select(suffix =>
                Parameter.Filled($"{node.Name}.{suffix}", suffix is "weight" or "running_var" ? 1 : 0, width)
            )
        );
        return width;
    }

    public int Visit(ActivationNode node) => _channels[node.Input];

    public int Visit(AddNode node) => _channels[node.Inputs[0]];

    public int Visit(ConcatNode node) => node.Inputs.Sum(input => _channels[input]);

    public int Visit(MaxPoolNode node) => _channels[node.Input];

    public int Visit(UpsampleNode node) => _channels[node.Input];

    public int Visit(SliceNode node) => _channels[node.Input];

    public int Visit(DetectNode node) => node.Columns;
}
