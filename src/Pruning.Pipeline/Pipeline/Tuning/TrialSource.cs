using System.Collections.Immutable;

namespace Pruning.Pipeline.Tuning;

/// <summary>Says which trial comes next, by what came of those before.</summary>
internal sealed class TrialSource(ImmutableArray<TunedParameter> space, int seed, Func<string, string?> valueInProject)
{
    private readonly ParzenSampler _sampler = new([.. space.Select(parameter => parameter.Domain)], seed);

    /// <param name="number">Of the trial.</param>
    /// <param name="results">Of all runs until here, in the order of their beginning.</param>
    public Trial Next(int number, IReadOnlyList<TrialResult> results)
    {
        if (number == Trial.Defaults.Number)
            return Trial.Defaults;
        var point = _sampler.Suggest(number, Telling(results));
        return new Trial(
            number,
            space
                .Select((parameter, axis) => KeyValuePair.Create(parameter.Name, parameter.Domain.ValueAt(point[axis])))
                .ToImmutableSortedDictionary(StringComparer.Ordinal)
        );
    }

    // Long trainings say more than short ones, as soon as there are enough of them (Falkner et al. 2018).
    private List<Observation> Telling(IReadOnlyList<TrialResult> results) =>
        [
            .. (
                results
                    .GroupBy(result => result.Run.Rung)
                    .OrderByDescending(rung => rung.Key)
                    .FirstOrDefault(rung => rung.Count() >= ParzenSampler.FewestObservations)
                ?? Enumerable.Empty<TrialResult>()
            ).Select(result => new Observation(PointOf(result.Run.Trial), result.Score)),
        ];

    private ImmutableArray<double> PointOf(Trial trial) =>
        [
            .. space.Select(parameter =>
                (trial.Values.GetValueOrDefault(parameter.Name) ?? valueInProject(parameter.Name)) is { } value
                    ? parameter.Domain.PlaceOf(value)
                    : double.NaN
            ),
        ];
}
