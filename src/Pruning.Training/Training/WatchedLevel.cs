namespace Pruning.Training;

/// <summary>What a positive number usually is, and how long it has been far above that.</summary>
/// <param name="Count">Usual values seen.</param>
/// <param name="UsualLog">
/// Natural logarithm of their running geometric mean: the plain one at first, then a moving one.
/// </param>
/// <param name="Wild">The latest in a row that were far above it.</param>
internal readonly record struct WatchedLevel(int Count, double UsualLog, int Wild)
{
    private const int LeastHistory = 20;
    private const double Keep = 0.98;

    public double Usual => Math.Exp(UsualLog);

    /// <summary>After one more value. A wild one does not move what is usual.</summary>
    /// <param name="factor">
    /// Above the usual value times this, and with some history to know it, a value is wild.
    /// </param>
    public WatchedLevel After(double value, double factor)
    {
        var log = Math.Log(Math.Max(value, double.Epsilon));
        return Count >= LeastHistory && log > UsualLog + Math.Log(factor)
            ? this with
            {
                Wild = Wild + 1,
            }
            : new WatchedLevel(Count + 1, UsualLog + ((log - UsualLog) * Math.Max(1.0 / (Count + 1), 1 - Keep)), 0);
    }
}
