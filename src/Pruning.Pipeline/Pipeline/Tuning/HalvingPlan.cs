using System.Collections.Immutable;
using Pruning.Diagnostics;

namespace Pruning.Pipeline.Tuning;

/// <summary>
/// How long trials train. Successive halving (Jamieson and Talwalkar, AISTATS 2016) gives every trial a short training
/// and the best of each rung a longer one; a search is several such rounds, as in Hyperband (Li et al., JMLR 2018) with
/// its shortest bracket alone.
/// </summary>
/// <param name="Trials">That begin, the project as it stands included.</param>
/// <param name="Reduction">Of how many trials one goes on to the next rung (<c>eta</c>), 2 or more.</param>
/// <param name="Shares">Of the project's epochs that each rung trains, ascending, the last 1.</param>
internal sealed record HalvingPlan(int Trials, int Reduction, ImmutableArray<double> Shares)
{
    private const int UsualRungs = 3;

    // After fewer, a network that has been cut is seldom better than before them, and all trials look alike.
    private const int FewestUsualEpochs = 4;

    /// <summary>Trials of one round: one of them reaches the last rung.</summary>
    public int RoundSize => (int)Math.Pow(Reduction, Shares.Length - 1);

    /// <param name="epochs">Of the project's longest training.</param>
    /// <param name="rungs">Null for three, or fewer where the first would train less than four epochs.</param>
    /// <exception cref="PruneException">PRUNE0116: the shortest rung would train nothing.</exception>
    public static HalvingPlan Of(int trials, int reduction, int? rungs, int epochs)
    {
        var most = RungsOf(epochs, reduction, 1);
        if (rungs > most)
            throw new PruneException(
                Codes.CannotTune,
                $"{rungs} rungs with an eta of {reduction} need trainings of {Math.Pow(reduction, rungs.Value - 1)} "
                    + $"epochs, and the longest one of this project has {epochs}: on the first rung nothing would be "
                    + $"trained. Ask for {most} at most, or a smaller eta."
            );
        var count = rungs ?? Math.Min(UsualRungs, RungsOf(epochs, reduction, FewestUsualEpochs));
        return new HalvingPlan(
            trials,
            reduction,
            [.. Enumerable.Range(0, count).Select(rung => Math.Pow(reduction, rung - count + 1))]
        );
    }

    private static int RungsOf(int epochs, int reduction, int fewest)
    {
        var rungs = 1;
        for (var length = (double)epochs / reduction; length >= fewest; length /= reduction)
            rungs++;
        return rungs;
    }

    /// <summary>How many trials each rung trains in all, for forecasts.</summary>
    public ImmutableArray<int> Runs
    {
        get
        {
            var runs = new int[Shares.Length];
            for (var begun = 0; begun < Trials; begun += RoundSize)
            {
                var entrants = Math.Min(RoundSize, Trials - begun);
                for (var rung = 0; rung < runs.Length; rung++)
                {
                    // The project as it stands is carried along beside the best.
                    runs[rung] += entrants + (begun == 0 && rung > 0 ? 1 : 0);
                    entrants = Promoted(entrants);
                }
            }

            return [.. runs];
        }
    }

    /// <summary>How many of a rung's trials go on.</summary>
    public int Promoted(int entrants) => Math.Max(1, entrants / Reduction);
}
