namespace Pruning.Training;

/// <summary>
/// Early stopping. The learning rate's schedule stays that of all epochs: a training that stops early was not one of
/// fewer epochs.
/// </summary>
internal static class Patience
{
    /// <summary>
    /// Whether enough epochs went by since the best fitness. A tie counts as better, as in the original.
    /// </summary>
    /// <param name="epochs">Without a better one; 0 never stops.</param>
    public static bool IsOver(IReadOnlyList<EpochRecord> history, int epochs)
    {
        if (epochs == 0 || history.Count == 0 || history[^1].Fitness is null)
            return false;
        var best = history[0];
        foreach (var record in history)
        {
            if ((record.Fitness ?? 0) >= (best.Fitness ?? 0))
                best = record;
        }

        return history[^1].Epoch - best.Epoch >= epochs;
    }
}
