using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Pruners.SecondOrder;

/// <summary>
/// How much the loss would rise, to second order, when channels go and what reads them makes up for it as well as it
/// can. Channels of a group go one after the other, the cheapest first, each judged by what is left then: so pairs that
/// stand in for each other are told from channels that nothing matters to (after Kurtic, Frantar and Alistarh, "ZipLM:
/// Inference-Aware Structured Pruning of Language Models", NeurIPS 2023).
/// </summary>
internal sealed class SecondOrderEffect(IReadOnlyDictionary<string, ReaderCurvature> curvatures) : ImportanceMeasure
{
    private readonly Dictionary<string, ReaderElimination> _readers = new(StringComparer.Ordinal);

    public override GroupRanking? Rank(CouplingGroup group, ParameterSet parameters, bool normalize)
    {
        var readers = group
            .Consumers.Where(reader => curvatures.ContainsKey(reader.Layer))
            .Select(reader => new Read(ReaderOf(reader.Layer, parameters).Copy(), PositionsOf(group, reader)))
            .ToList();
        if (readers.Count == 0)
            return null;
        RequireFinite(
            group,
            [.. Enumerable.Range(0, group.Count).Select(atom => readers.Sum(reader => reader.RiseWithout(atom)))]
        );
        var left = Enumerable.Range(0, group.Count).ToList();
        var gone = new List<int>();
        // By how many are gone.
        var rises = new double[group.Count + 1];
        while (left.Count > 0)
        {
            var next = left.MinBy(atom => readers.Sum(reader => reader.RiseWithout(atom)));
            left.Remove(next);
            gone.Add(next);
            rises[gone.Count] = rises[gone.Count - 1] + readers.Sum(reader => reader.Remove(next));
        }

        gone.Reverse();
        return new GroupRanking(
            [.. gone],
            [.. Enumerable.Range(0, group.Count + 1).Select(kept => rises[^1] - rises[group.Count - kept])]
        );
    }

    private ReaderElimination ReaderOf(string layer, ParameterSet parameters)
    {
        if (!_readers.TryGetValue(layer, out var reader))
            _readers[layer] = reader = ReaderElimination.Solve(parameters[$"{layer}.weight"], curvatures[layer]);
        return reader;
    }

    private static int[][] PositionsOf(CouplingGroup group, GroupMember reader)
    {
        var positions = Enumerable.Range(0, group.Count).Select(_ => new List<int>()).ToArray();
        for (var i = 0; i < reader.Positions.Length; i++)
            positions[reader.Atoms[i]].Add(reader.Positions[i]);
        return [.. positions.Select(list => list.ToArray())];
    }

    /// <param name="Positions">Where it reads each atom.</param>
    private sealed record Read(ReaderElimination Elimination, int[][] Positions)
    {
        public double RiseWithout(int atom) => Positions[atom].Sum(Elimination.RiseWithout);

        public double Remove(int atom) => Positions[atom].Sum(Elimination.Remove);
    }
}
