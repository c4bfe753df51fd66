namespace Pruning.Pipeline.Search;

/// <summary>
/// Finds the largest reduction that is good by halving what is left between one that is and one that is not, in steps
/// of <see cref="Step"/>: at most five trials. It assumes that removing more is worse, which is true except for noise.
/// </summary>
public sealed class ReductionBisection
{
    /// <summary>A trial is a whole training, and two trainings differ by more than a finer step does.</summary>
    public const double Step = 0.05;

    private const int Steps = 18; // up to 90 %

    private int _good; // nothing removed is always good
    private int _bad = Steps + 1;

    /// <summary>All reductions that a search may try.</summary>
    public static IEnumerable<double> All => Enumerable.Range(1, Steps).Select(ReductionOf);

    /// <summary>The reduction to try, above 0 and below 1; null when nothing is left to find out.</summary>
    public double? Next => _bad - _good > 1 ? ReductionOf((_good + _bad) / 2) : null;

    /// <summary>The largest reduction known to be good; null for none.</summary>
    public double? Best => _good > 0 ? ReductionOf(_good) : null;

    /// <summary>Tells what came of <see cref="Next"/>.</summary>
    public void Learn(bool isGood)
    {
        var tried = (_good + _bad) / 2;
        (_good, _bad) = isGood ? (tried, _bad) : (_good, tried);
    }

    // As the decimal number that a person would write.
    private static double ReductionOf(int steps) => Math.Round(steps * Step, 2);
}
