namespace Pruning.Evaluation;

/// <summary>
/// Tallies pictures in their order, whichever thread is done first: average precision depends on the order of equal
/// confidences. Safe for several threads.
/// </summary>
internal sealed class OrderedTally(DetectionTally tally)
{
    private readonly Dictionary<int, JudgedPicture> _early = [];
    private int _next;

    /// <summary>Pictures tallied so far.</summary>
    public int Count => Volatile.Read(ref _next);

    /// <param name="number">The picture's, counted from 0 over the whole evaluation.</param>
    public void Add(int number, JudgedPicture judged)
    {
        lock (_early)
        {
            _early.Add(number, judged);
            while (_early.Remove(_next, out var picture))
            {
                tally.AddImage(picture.Detections, picture.Labels);
                Volatile.Write(ref _next, _next + 1);
            }
        }
    }
}
