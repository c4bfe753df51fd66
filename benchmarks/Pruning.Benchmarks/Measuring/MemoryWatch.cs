using System.Diagnostics;

namespace Pruning.Benchmarks.Measuring;

/// <summary>Looks at a process's resident memory while it runs, epoch by epoch of its training.</summary>
/// <param name="epochs">How many epochs are done, as of now.</param>
internal sealed class MemoryWatch(Func<int> epochs)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly SortedDictionary<int, long> _byEpoch = [];

    /// <summary>Bytes, of the whole run.</summary>
    public long Peak { get; private set; }

    /// <summary>The highest bytes that were seen in each epoch, in order.</summary>
    public IReadOnlyList<double> ByEpoch => [.. _byEpoch.Values.Select(bytes => (double)bytes)];

    /// <summary>Watches until the process ends.</summary>
    public void Follow(Process process)
    {
        do
        {
            process.Refresh();
            if (process.HasExited)
                return;
            Note(process);
        } while (!process.WaitForExit(Interval));
    }

    private void Note(Process process)
    {
        try
        {
            Peak = Math.Max(Peak, process.PeakWorkingSet64);
            var epoch = epochs();
            _byEpoch[epoch] = Math.Max(_byEpoch.GetValueOrDefault(epoch), process.WorkingSet64);
        }
        catch (InvalidOperationException)
        {
            // It has just ended.
        }
    }
}
