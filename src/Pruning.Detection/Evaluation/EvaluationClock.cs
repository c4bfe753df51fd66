using System.Diagnostics;

namespace Pruning.Evaluation;

/// <summary>Adds up where several threads spend their time.</summary>
internal sealed class EvaluationClock
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _inference;
    private long _judging;

    public void AddInference(long since) => Interlocked.Add(ref _inference, Stopwatch.GetTimestamp() - since);

    public void AddJudging(long since) => Interlocked.Add(ref _judging, Stopwatch.GetTimestamp() - since);

    /// <param name="images">Images until now.</param>
    /// <param name="lanes">Threads that ran the model.</param>
    /// <param name="judgesBeside">Judging was on other threads than these.</param>
    public EvaluationSpeed Speed(int images, int lanes, bool judgesBeside)
    {
        var (total, inference, judging) = (
            PerImage(Stopwatch.GetTimestamp() - _start),
            PerImage(_inference) / lanes,
            PerImage(_judging) / lanes
        );
        return new EvaluationSpeed(
            total,
            Math.Max(0, total - inference - (judgesBeside ? 0 : judging)),
            inference,
            judging
        );

        double PerImage(long ticks) => 1000.0 * ticks / Stopwatch.Frequency / Math.Max(1, images);
    }
}
