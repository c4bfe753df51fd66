using System.Collections.Immutable;

namespace Pruning.Pipeline.Tuning;

/// <summary>
/// The tree-structured Parzen estimator (Bergstra, Bardenet, Bengio and Kégl, "Algorithms for Hyper-Parameter
/// Optimization", NIPS 2011): one density of the good observations and one of the others, and of a few points that are
/// drawn from the first the one at which the first is largest beside the second. Both densities are over all parameters
/// together (Falkner, Klein and Hutter, "BOHB", ICML 2018). A suggestion depends on the seed, the trial's number and the
/// observations only, so a search that was stopped asks for the same trials again.
/// </summary>
internal sealed class ParzenSampler(ImmutableArray<ParameterDomain> domains, int seed)
{
    /// <summary>Fewer observations say too little: until then, points are drawn from the whole space.</summary>
    public const int FewestObservations = 8;

    private const double GoodShare = 0.2;
    private const int Candidates = 24;

    /// <param name="trial">From 1, in the order of the search.</param>
    /// <param name="observations">In the order in which their trials began.</param>
    /// <returns>One place on each parameter's axis.</returns>
    public ImmutableArray<double> Suggest(int trial, IReadOnlyList<Observation> observations)
    {
        var random = new UnitRandom(seed, trial);
        if (Split(observations) is not { } split)
            return new ParzenMixture(domains, []).Draw(random);
        var (good, others) = (new ParzenMixture(domains, split.Good), new ParzenMixture(domains, split.Others));
        return Enumerable
            .Range(0, Candidates)
            .Select(_ => good.Draw(random))
            .MaxBy(point => good.LogDensity(point) - others.LogDensity(point))!;
    }

    // Null where nothing tells good from bad. What could not be measured is bad, however little else is known.
    private static (ImmutableArray<ImmutableArray<double>> Good, ImmutableArray<ImmutableArray<double>> Others)? Split(
        IReadOnlyList<Observation> observations
    )
    {
        if (observations.Count < FewestObservations)
            return null;
        var measured = observations
            .Where(observation => observation.HasScore)
            .OrderByDescending(observation => observation.Score)
            .ToList();
        if (measured.Count == 0)
            return null;
        var lost = observations.Where(observation => !observation.HasScore).ToList();
        if (lost.Count == 0 && measured[0].Score.Equals(measured[^1].Score))
            return null;
        var count = Math.Min(measured.Count, (int)Math.Ceiling(GoodShare * observations.Count));
        return (Points(measured.Take(count)), Points(measured.Skip(count).Concat(lost)));
    }

    private static ImmutableArray<ImmutableArray<double>> Points(IEnumerable<Observation> observations) =>
        [.. observations.Select(observation => observation.Point)];
}
