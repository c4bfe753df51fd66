using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Pruners;

/// <summary>
/// Follows channels through a graph. Every node's output becomes a vector of channel numbers: convolutions make new
/// ones, element-wise nodes and pools hand theirs on, concatenations join them, additions and grouped convolutions tie
/// them.
/// </summary>
internal sealed class ChannelWalk : INodeVisitor<int[]>
{
    private readonly ParameterSet _parameters;
    private readonly Dictionary<string, int[]> _outputs = new(StringComparer.Ordinal);
    private readonly List<string> _producers = [];
    private readonly List<(int Channel, PruningConstraint Constraint)> _constraints = [];
    private readonly List<(int Channel, ChannelDependency Dependency)> _dependencies = [];

    public ChannelWalk(Graph graph, ParameterSet parameters)
    {
        _parameters = parameters;
        foreach (var node in graph.Nodes)
            _outputs[node.Name] = node.Accept(this);
        foreach (var output in graph.Outputs.Where(output => graph[output] is not DetectNode))
            Held(_outputs[output], new PruningConstraint(ConstraintReason.NetworkOutput, output));
    }

    public ChannelClasses Classes { get; } = new();

    /// <summary>Who made each channel number.</summary>
    public IReadOnlyList<string> Producers => _producers;

    public IReadOnlyList<(int Channel, PruningConstraint Constraint)> Constraints => _constraints;

    /// <summary>What tied a channel to another one.</summary>
    public IReadOnlyList<(int Channel, ChannelDependency Dependency)> Dependencies => _dependencies;

    /// <summary>The channel numbers of a node's output, in order.</summary>
    public int[] OutputOf(string node) => _outputs[node];

    public int[] Visit(InputNode node) =>
        Held(Create(node.Name, node.Channels), new PruningConstraint(ConstraintReason.Image, node.Name));

    public int[] Visit(ConvolutionNode node)
    {
        var weight = _parameters[$"{node.Name}.weight"].Shape;
        var inputs = _outputs[node.Input];
        if (
            weight.Length != 4
            || node.Groups < 1
            || weight[0] % node.Groups != 0
            || weight[1] * node.Groups != inputs.Length
        )
            throw Broken(
                node,
                $"its weight [{string.Join(", ", weight)}] in {node.Groups} group(s) does not take "
                    + $"{inputs.Length} channels"
            );
        var outputs = Create(node.Name, weight[0]);
        if (node.Groups > 1)
            TieGroups(node, inputs, outputs);
        return outputs;
    }

    public int[] Visit(BatchNormNode node) => _outputs[node.Input];

    public int[] Visit(ActivationNode node) => _outputs[node.Input];

    public int[] Visit(AddNode node)
    {
        var tie = new ChannelDependency(DependencyReason.Addition, node.Name);
        var first = _outputs[node.Inputs[0]];
        foreach (var name in node.Inputs.Skip(1))
        {
            var other = _outputs[name];
            if (other.Length != first.Length)
                throw Broken(node, $"it adds {first.Length} and {other.Length} channels");
            for (var i = 0; i < first.Length; i++)
                Unite(first[i], other[i], tie);
        }

        return first;
    }

    public int[] Visit(ConcatNode node) => [.. node.Inputs.SelectMany(input => _outputs[input])];

    public int[] Visit(MaxPoolNode node) => _outputs[node.Input];

    public int[] Visit(UpsampleNode node) => _outputs[node.Input];

    public int[] Visit(SliceNode node) => _outputs[node.Input];

    public int[] Visit(DetectNode node)
    {
        foreach (var input in node.Inputs)
            Held(_outputs[input], new PruningConstraint(ConstraintReason.DetectionHead, node.Name));
        return Held(Create(node.Name, node.Columns), new PruningConstraint(ConstraintReason.DetectionHead, node.Name));
    }

    private int[] Create(string producer, int count)
    {
        _producers.AddRange(Enumerable.Repeat(producer, count));
        return Classes.Create(count);
    }

    private int[] Held(int[] channels, PruningConstraint hold)
    {
        _constraints.AddRange(channels.Select(channel => (channel, hold)));
        return channels;
    }

    // A grouped convolution stays legal only if every group keeps the same number of inputs and outputs, so a group
    // goes as a whole. With one input a group (depthwise) that ties outputs to inputs one to one.
    private void TieGroups(ConvolutionNode node, int[] inputs, int[] outputs)
    {
        var tie = new ChannelDependency(DependencyReason.GroupedConvolution, node.Name);
        var (inputsEach, outputsEach) = (inputs.Length / node.Groups, outputs.Length / node.Groups);
        for (var group = 0; group < node.Groups; group++)
        {
            var first = inputs[group * inputsEach];
            for (var i = 1; i < inputsEach; i++)
                Unite(first, inputs[(group * inputsEach) + i], tie);
            for (var o = 0; o < outputsEach; o++)
                Unite(first, outputs[(group * outputsEach) + o], tie);
        }
    }

    private void Unite(int a, int b, ChannelDependency tie)
    {
        Classes.Unite(a, b);
        _dependencies.Add((a, tie));
    }

    private static PruneException Broken(Node node, string what) =>
        new(
            Codes.InconsistentNetwork,
            $"Layer '{node.Name}' does not fit its surroundings: {what}. The network cannot run; write the file "
                + $"again from its source."
        );
}
