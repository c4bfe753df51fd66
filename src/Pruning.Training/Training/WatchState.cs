namespace Pruning.Training;

/// <summary>
/// What <see cref="TrainingWatch"/> remembers: part of a checkpoint, so that a resumed training stops where an
/// undisturbed one would.
/// </summary>
/// <param name="Loss">Of the batches.</param>
/// <param name="Norm">Of the steps' gradients.</param>
/// <param name="BlindBatches">The latest in a row whose images all gave the same output.</param>
internal sealed record WatchState(WatchedLevel Loss, WatchedLevel Norm, int BlindBatches)
{
    public static WatchState Start { get; } = new(default, default, 0);
}
