namespace Pruning.Training;

/// <summary>What <see cref="TrainingWatch"/> remembers: part of a checkpoint, so that a resumed training stops where an undisturbed one would.</summary>
/// <param name="Losses">Seen so far.</param>
/// <param name="UsualLoss">Natural logarithm of the running geometric mean.</param>
/// <param name="WildLosses">The latest in a row that were far above it.</param>
/// <param name="BlindBatches">The latest in a row whose images all gave the same output.</param>
internal sealed record WatchState(int Losses, double UsualLoss, int WildLosses, int Norms, double UsualNorm, int WildNorms, int BlindBatches)
{
    public static WatchState Start { get; } = new(0, 0, 0, 0, 0, 0, 0);
}
