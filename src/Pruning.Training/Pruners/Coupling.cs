using System.Collections.Frozen;
using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Pruners;

/// <summary>
/// Derives from a graph which channels can only be removed together. Nothing is known about C3, SPPF or any other
/// block: walking the nodes finds the ties, so that other widths, depths, layouts, P6 heads and pruned models need no
/// case of their own.
/// </summary>
public static class Coupling
{
    /// <exception cref="Diagnostics.PruneException">PRUNE1001: the weights do not fit the graph.</exception>
    public static CouplingMap Analyze(Network network) => Analyze(network.Graph, network.Parameters);

    /// <exception cref="Diagnostics.PruneException">PRUNE1001: the weights do not fit the graph.</exception>
    public static CouplingMap Analyze(Graph graph, ParameterSet parameters)
    {
        var walk = new ChannelWalk(graph, parameters);
        var gathered = CouplingGrouping.Gather(walk);
        var outputs = graph.Nodes.ToFrozenDictionary(
            node => node.Name,
            node =>
                walk.OutputOf(node.Name)
                    .Select(channel => gathered.PlaceOf[walk.Classes.Find(channel)])
                    .ToImmutableArray(),
            StringComparer.Ordinal
        );
        var members = MembersByGroup(graph, outputs, gathered.Count);
        var groups = Enumerable.Range(0, gathered.Count).Select(index => Describe(index, gathered, members[index]));
        return new CouplingMap(graph, Unambiguous([.. groups]), outputs);
    }

    private static List<GroupMember>[] MembersByGroup(
        Graph graph,
        FrozenDictionary<string, ImmutableArray<ChannelPlace>> outputs,
        int count
    )
    {
        var members = Enumerable.Range(0, count).Select(_ => new List<GroupMember>()).ToArray();
        foreach (var node in graph.Nodes)
        {
            foreach (var (role, output) in NodeRoles.List(node))
                Join(members, node.Name, role, outputs[output]);
        }

        return members;
    }

    private static void Join(
        List<GroupMember>[] members,
        string layer,
        GroupRole role,
        ImmutableArray<ChannelPlace> places
    )
    {
        foreach (var share in places.Select((place, position) => (place, position)).GroupBy(pair => pair.place.Group))
        {
            members[share.Key]
                .Add(
                    new GroupMember(
                        layer,
                        role,
                        [.. share.Select(pair => pair.position)],
                        [.. share.Select(pair => pair.place.Atom)]
                    )
                );
        }
    }

    private static CouplingGroup Describe(int index, CouplingGrouping gathered, List<GroupMember> members)
    {
        var producers = members.Where(member => member.Role == GroupRole.Producer).ToList();
        var count = gathered.AtomsIn(index);
        return new CouplingGroup(
            string.Join('+', producers.Select(member => member.Layer)),
            count,
            producers.Min(member => member.Positions.Length) / count,
            [.. members],
            gathered.ConstraintsOf(index),
            gathered.DependenciesOf(index)
        );
    }

    // Two groups can have the same producers where only some of their channels are held: their names then carry a
    // number.
    private static ImmutableArray<CouplingGroup> Unambiguous(ImmutableArray<CouplingGroup> groups)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return
        [
            .. groups.Select(group =>
            {
                var turn = seen[group.Name] = seen.GetValueOrDefault(group.Name) + 1;
                return turn == 1 ? group : group with { Name = $"{group.Name}#{turn}" };
            }),
        ];
    }
}
