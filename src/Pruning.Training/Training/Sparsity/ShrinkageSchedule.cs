namespace Pruning.Training.Sparsity;

/// <summary>
/// How fast channels are led to 0: from strengths like those of the channels that stay (progress 0) to nothing
/// (progress 1). It starts as if two fifths of the steps were for it, and is set anew after each epoch by what the
/// accuracy has lost: slower where much, faster where little. It ends early where the channels have separated already,
/// and in time for the rest of the training to go on without them.
/// </summary>
/// <remarks>Fixed shares were tried too: docs/slimming.md has the figures.</remarks>
internal sealed class ShrinkageSchedule(int totalSteps)
{
    /// <summary>The separation from which on nothing holds a channel any more.</summary>
    public const double Separable = 0.99;

    private const double PlannedShare = 0.4;
    private const double LatestShare = 0.6;

    // Of the best accuracy so far.
    private const double LittleLost = 0.1;

    private const double Slowest = 0.25;
    private const double Fastest = 4;

    /// <summary>From 0 to 1.</summary>
    public double Progress { get; private set; }

    /// <summary>Times the planned speed.</summary>
    public double Speed { get; private set; } = 1;

    public bool IsDone => Progress >= 1;

    /// <param name="steps">Done in all, this one included.</param>
    public void Advance(int steps)
    {
        var planned = Speed / Math.Max(1, PlannedShare * totalSteps);
        var left = (LatestShare * totalSteps) - steps + 1;
        var needed = left < 1 ? 1 : (1 - Progress) / left;
        // A hair above, so that as many steps as planned do end it.
        Progress = Math.Min(1, Progress + Math.Max(planned, needed) + 1e-12);
    }

    /// <param name="separation">Of the channels that are led, from 0 to 1.</param>
    /// <param name="lost">
    /// The share of the best accuracy so far that the last epoch was below it; null where it is not measured.
    /// </param>
    public void See(double separation, double? lost)
    {
        if (separation >= Separable)
            Progress = 1;
        if (lost > AccuracyLoss.Much)
            Speed = Math.Max(Slowest, Speed / 2);
        if (lost < LittleLost)
            Speed = Math.Min(Fastest, Speed * 1.5);
    }

    public void Restore(double progress, double speed) => (Progress, Speed) = (progress, speed);
}

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
