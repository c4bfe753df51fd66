using Pruning.Data;
using Pruning.Training;

namespace Pruning.Benchmarks.Measuring;

/// <summary>A training's batches, with a look at the clock before and after each.</summary>
internal sealed class WatchedLoader(TrainingLoader loader)
{
    private readonly List<EpochTimes> _epochs = [];

    /// <summary>The epochs since this was asked last.</summary>
    public EpochTimes[] Take()
    {
        EpochTimes[] taken = [.. _epochs];
        _epochs.Clear();
        return taken;
    }

    /// <summary>The loader's batches as a trainer takes them; nothing is validated.</summary>
    public TrainingData Data =>
        new(loader.BatchCount, (epoch, _, cancellation) => Epoch(epoch, cancellation), null, "measured");

    private IEnumerable<TrainingBatch> Epoch(int number, CancellationToken cancellation)
    {
        var (clock, allocated, waiting) = (Clock.Start(), GC.GetTotalAllocatedBytes(), 0.0);
        using var batches = loader.Epoch(number, cancellation: cancellation).GetEnumerator();
        while (true)
        {
            var wait = Clock.Start();
            if (!batches.MoveNext())
                break;
            waiting += wait.Seconds;
            yield return batches.Current;
        }

        _epochs.Add(
            new EpochTimes(
                loader.ImageCount,
                clock.Seconds,
                waiting,
                (GC.GetTotalAllocatedBytes() - allocated) / (double)loader.BatchCount
            )
        );
    }
}
