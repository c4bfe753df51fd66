namespace Pruning.Training.Sparsity;

/// <summary>What a penalty costs while it works.</summary>
internal static class AccuracyLoss
{
    /// <summary>The share of the best accuracy from which on a penalty slows down.</summary>
    public const double Much = 0.25;

    /// <returns>
    /// How far the last epoch is below the best one, as a share of the best; null where accuracy is not measured or was
    /// never there.
    /// </returns>
    public static double? Measure(IReadOnlyList<EpochRecord> history) =>
        history[^1].Fitness is { } now && history.Max(record => record.Fitness ?? 0) is > 0 and var best
            ? 1 - (now / best)
            : null;
}
