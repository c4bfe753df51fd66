using System.Diagnostics;

namespace Pruning.Benchmarks.Measuring;

/// <summary>Time since a moment.</summary>
internal readonly struct Clock
{
    private readonly long _start;

    private Clock(long start) => _start = start;

    public static Clock Start() => new(Stopwatch.GetTimestamp());

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    public double Seconds => Elapsed.TotalSeconds;

    public double Milliseconds => Elapsed.TotalMilliseconds;

    /// <summary>Seconds that one call takes.</summary>
    public static double Time(Action work)
    {
        var clock = Start();
        work();
        return clock.Seconds;
    }
}
