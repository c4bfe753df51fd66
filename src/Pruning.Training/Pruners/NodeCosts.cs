using Pruning.Graphs;

namespace Pruning.Pruners;

/// <summary>
/// What of a node's cost depends on channel counts: a convolution's weights and operations, or a normalisation's scales
/// and shifts.
/// </summary>
/// <param name="output">The node's.</param>
internal sealed class NodeCosts(ParameterSet parameters, CouplingMap map, FeatureShape output)
    : INodeVisitor<(CostedLayer? Layer, ChannelTerm[]? Norm)>
{
    public (CostedLayer? Layer, ChannelTerm[]? Norm) Visit(InputNode node) => default;

    public (CostedLayer? Layer, ChannelTerm[]? Norm) Visit(ConvolutionNode node)
    {
        var weight = parameters[$"{node.Name}.weight"].Shape;
        var layer = new CostedLayer(
            node.Name,
            ChannelTerm.List(map, node.Name),
            ChannelTerm.List(map, node.Input),
            node.Groups > 1 ? weight[1] : null,
            weight[2] * weight[3],
            (long)output.Height * output.Width,
            node.HasBias
        );
        return (layer, null);
    }

    public (CostedLayer? Layer, ChannelTerm[]? Norm) Visit(BatchNormNode node) =>
        (null, ChannelTerm.List(map, node.Name));

    public (CostedLayer? Layer, ChannelTerm[]? Norm) Visit(ActivationNode node) => default;

    public (CostedLayer? Layer, ChannelTerm[]? Norm) Visit(AddNode node) => default;

    public (CostedLayer? Layer, ChannelTerm[]? Norm) Visit(ConcatNode node) => default;

    public (CostedLayer? Layer, ChannelTerm[]? Norm) Visit(MaxPoolNode node) => default;

    public (CostedLayer? Layer, ChannelTerm[]? Norm) Visit(UpsampleNode node) => default;

    public (CostedLayer? Layer, ChannelTerm[]? Norm) Visit(SliceNode node) => default;

    public (CostedLayer? Layer, ChannelTerm[]? Norm) Visit(DetectNode node) => default;
}

/// <summary>A convolution's cost as far as it depends on channel counts.</summary>
/// <param name="InputsEachGroup">
/// A grouped convolution loses whole groups: its inputs a group stay. Null for an ordinary one.
/// </param>
/// <param name="Area">Pixels of its output for one image.</param>
internal sealed record CostedLayer(
    string Name,
    ChannelTerm[] Outputs,
    ChannelTerm[] Inputs,
    int? InputsEachGroup,
    int KernelArea,
    long Area,
    bool HasBias
);
