using System.Collections.Immutable;

namespace Pruning.Pipeline.Tuning;

/// <summary>Runs a search's rounds: <see cref="HalvingPlan"/>.</summary>
/// <param name="told">Each result as it ends.</param>
internal sealed class SuccessiveHalving(
    HalvingPlan plan,
    TrialSource source,
    ITrialRunner runner,
    Action<TrialResult> told
)
{
    private readonly List<TrialResult> _results = [];

    /// <returns>All results, in the order in which their runs began.</returns>
    public ImmutableArray<TrialResult> Run(CancellationToken cancellation)
    {
        for (var first = 1; first <= plan.Trials; first += plan.RoundSize)
            RunRound(first, Math.Min(plan.RoundSize, plan.Trials - first + 1), cancellation);
        return [.. _results];
    }

    private void RunRound(int first, int count, CancellationToken cancellation)
    {
        var entrants = Enter(first, count, cancellation);
        for (var rung = 1; rung < plan.Shares.Length; rung++)
        {
            count = plan.Promoted(count);
            entrants = Do(
                [.. Best(entrants, count).Select(trial => new TrialRun(trial, rung, plan.Shares[rung]))],
                cancellation
            );
        }
    }

    // The first few are drawn blindly, whatever comes of one another, so they are one set; each later one learns from all
    // before it.
    private ImmutableArray<TrialResult> Enter(int first, int count, CancellationToken cancellation)
    {
        var entered = ImmutableArray.CreateBuilder<TrialResult>();
        for (var number = first; number < first + count; )
        {
            var blind = ParzenSampler.FewestObservations - number + 1;
            var set = Math.Clamp(blind, 1, first + count - number);
            entered.AddRange(
                Do(
                    [
                        .. Enumerable
                            .Range(number, set)
                            .Select(one => new TrialRun(source.Next(one, _results), 0, plan.Shares[0])),
                    ],
                    cancellation
                )
            );
            number += set;
        }

        return entered.ToImmutable();
    }

    // Ties go to the earlier trial. The project as it stands goes on in any case, so that the end compares with it.
    private static IEnumerable<Trial> Best(ImmutableArray<TrialResult> entrants, int count) =>
        entrants
            .Where(result => result.Score is not null)
            .OrderByDescending(result => result.Score)
            .ThenBy(result => result.Run.Trial.Number)
            .Take(count)
            .Select(result => result.Run.Trial)
            .Concat(entrants.Select(result => result.Run.Trial).Where(trial => trial == Trial.Defaults))
            .Distinct()
            .OrderBy(trial => trial.Number);

    private ImmutableArray<TrialResult> Do(ImmutableArray<TrialRun> runs, CancellationToken cancellation)
    {
        if (runs.IsEmpty)
            return [];
        var results = runner.Run(runs, told, cancellation);
        _results.AddRange(results);
        return results;
    }
}
