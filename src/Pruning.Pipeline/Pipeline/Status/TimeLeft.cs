namespace Pruning.Pipeline.Status;

/// <summary>
/// Estimates how long a step still takes. A training knows by itself; of anything else, from the pace of the shares it
/// reported.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class TimeLeft(TimeProvider time)
{
    // Before that a pace is an accident.
    private const double LeastShare = 0.02;

    private string _step = "";
    private double _firstShare;
    private long _first;

    /// <returns>Null where there is no estimate yet.</returns>
    public TimeSpan? Of(StepProgress progress)
    {
        if (progress is EpochProgress { Training: var training })
            return training.Remaining;
        if (progress.Done is not { } share)
            return null;
        if (progress.Step != _step || share < _firstShare)
        {
            (_step, _firstShare, _first) = (progress.Step, share, time.GetTimestamp());
            return null;
        }

        var gone = share - _firstShare;
        return gone < LeastShare ? null : time.GetElapsedTime(_first) * ((1 - share) / gone);
    }
}
