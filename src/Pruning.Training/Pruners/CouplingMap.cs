using System.Collections.Frozen;
using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Pruners;

/// <summary>
/// Which channels of a network stand or fall together. Made by <see cref="Coupling.Analyze(Graph, ParameterSet)"/>.
/// </summary>
public sealed class CouplingMap
{
    private readonly Graph _graph;
    private readonly FrozenDictionary<string, ImmutableArray<ChannelPlace>> _outputs;

    internal CouplingMap(
        Graph graph,
        ImmutableArray<CouplingGroup> groups,
        FrozenDictionary<string, ImmutableArray<ChannelPlace>> outputs
    )
    {
        _graph = graph;
        Groups = groups;
        _outputs = outputs;
    }

    /// <summary>In graph order of their first producers.</summary>
    public ImmutableArray<CouplingGroup> Groups { get; }

    /// <summary>For each output channel of a node, its group's index in <see cref="Groups"/> and its atom.</summary>
    internal ImmutableArray<ChannelPlace> OutputOf(string node) => _outputs[node];

    /// <summary>Every convolution in graph order: what it is tied to, and what holds it.</summary>
    public ImmutableArray<LayerCoupling> Explain() => [.. _graph.Nodes.OfType<ConvolutionNode>().Select(Explain)];

    private LayerCoupling Explain(ConvolutionNode node)
    {
        var places = OutputOf(node.Name);
        var groups = places.Select(place => place.Group).Distinct().Select(index => Groups[index]).ToList();
        return new LayerCoupling(
            node.Name,
            places.Length,
            [.. groups.Select(group => group.Name)],
            [
                .. groups
                    .SelectMany(group => group.Producers)
                    .Select(member => member.Layer)
                    .Where(layer => layer != node.Name)
                    .Distinct(),
            ],
            [.. groups.SelectMany(group => group.Dependencies).Select(tie => tie.ToString()).Distinct()],
            [.. groups.SelectMany(group => group.Consumers).Select(member => member.Layer).Distinct()],
            places.Count(place => Groups[place.Group].IsHeld),
            [.. groups.SelectMany(group => group.Constraints).Select(hold => hold.ToString()).Distinct()]
        );
    }
}

/// <summary>Where a channel belongs: a group, and an atom of it.</summary>
internal readonly record struct ChannelPlace(int Group, int Atom);
