using System.Diagnostics;

namespace Pruning.Training;

/// <summary>Speed and remaining time of a training, from what this process has done of it.</summary>
internal sealed class TrainingClock(int startEpoch, int epochs, int batchesPerEpoch)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _epochStart;
    private int _images;
    private TimeSpan? _trained;

    public void BeginEpoch()
    {
        _epochStart = Stopwatch.GetTimestamp();
        _images = 0;
        _trained = null;
    }

    /// <summary>The validation that follows is no part of the training's speed.</summary>
    public void EndEpoch() => _trained = Stopwatch.GetElapsedTime(_epochStart);

    public void Count(int images) => _images += images;

    public TrainingProgress Report(int epoch, int batch, LossValues losses, EpochRecord? completed)
    {
        var seconds = (_trained ?? Stopwatch.GetElapsedTime(_epochStart)).TotalSeconds;
        var done = ((epoch - 1 - startEpoch) * batchesPerEpoch) + batch;
        var left = ((epochs - epoch) * batchesPerEpoch) + batchesPerEpoch - batch;
        TimeSpan? remaining = done > 0 ? Stopwatch.GetElapsedTime(_start) / done * left : null;
        return new TrainingProgress(
            epoch,
            epochs,
            batch,
            batchesPerEpoch,
            losses,
            seconds > 0 ? _images / seconds : 0,
            remaining,
            completed
        );
    }
}
