using System.Collections.Immutable;
using System.Globalization;

namespace Pruning.Pruners;

/// <summary>
/// Gathers classes of tied channels (atoms) into groups of interchangeable ones: the same producers, the same number of
/// channels in each, the same constraints. No node slices along channels, so such atoms also take the same number of
/// channels in every consumer.
/// </summary>
internal sealed class CouplingGrouping
{
    private readonly List<int> _atoms = [];
    private readonly List<ImmutableArray<PruningConstraint>> _constraints = [];
    private readonly List<HashSet<ChannelDependency>> _dependencies = [];

    public Dictionary<int, ChannelPlace> PlaceOf { get; } = [];

    public int Count => _atoms.Count;

    public int AtomsIn(int group) => _atoms[group];

    public ImmutableArray<PruningConstraint> ConstraintsOf(int group) => _constraints[group];

    /// <summary>In the order of the graph.</summary>
    public ImmutableArray<ChannelDependency> DependenciesOf(int group) => [.. _dependencies[group]];

    public static CouplingGrouping Gather(ChannelWalk walk)
    {
        var result = new CouplingGrouping();
        var constraints = walk.Constraints.ToLookup(pair => walk.Classes.Find(pair.Channel), pair => pair.Constraint);
        var producers = Enumerable
            .Range(0, walk.Classes.Count)
            .ToLookup(walk.Classes.Find, channel => walk.Producers[channel]);
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var atom in producers.Select(grouping => grouping.Key).Order())
            result.Place(atom, Key(producers[atom], constraints[atom]), [.. constraints[atom].Distinct()], indexes);
        foreach (var (channel, tie) in walk.Dependencies)
            result._dependencies[result.PlaceOf[walk.Classes.Find(channel)].Group].Add(tie);
        return result;
    }

    private void Place(
        int atom,
        string key,
        ImmutableArray<PruningConstraint> constraints,
        Dictionary<string, int> indexes
    )
    {
        if (!indexes.TryGetValue(key, out var group))
        {
            group = indexes[key] = _atoms.Count;
            _atoms.Add(0);
            _constraints.Add(constraints);
            _dependencies.Add([]);
        }

        PlaceOf[atom] = new ChannelPlace(group, _atoms[group]++);
    }

    private static string Key(IEnumerable<string> producers, IEnumerable<PruningConstraint> constraints)
    {
        var made = producers
            .GroupBy(name => name)
            .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Key}:{one.Count()}"));
        var held = constraints.Distinct().Select(constraint => $"{constraint.Reason}:{constraint.Layer}");
        return string.Join('\n', made.Order(StringComparer.Ordinal))
            + "\0"
            + string.Join('\n', held.Order(StringComparer.Ordinal));
    }
}
