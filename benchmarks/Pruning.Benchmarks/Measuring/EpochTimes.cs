namespace Pruning.Benchmarks.Measuring;

/// <summary>One epoch of a training as its batches saw it.</summary>
/// <param name="Seconds">From asking for the first batch to the end of the last step.</param>
/// <param name="Waiting">Seconds of it in which the trainer waited for a batch.</param>
/// <param name="AllocatedBytes">Managed memory a step, of all threads.</param>
internal sealed record EpochTimes(int Images, double Seconds, double Waiting, double AllocatedBytes)
{
    public double ImagesPerSecond => Images / Seconds;

    /// <summary>0 to 1.</summary>
    public double WaitingShare => Waiting / Seconds;
}
