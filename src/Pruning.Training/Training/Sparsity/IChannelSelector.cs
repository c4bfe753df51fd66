using Pruning.Graphs;

namespace Pruning.Training.Sparsity;

/// <summary>
/// Says which channels of a network would be cut if it were pruned as it stands. Deterministic: training resumes by
/// asking again.
/// </summary>
public interface IChannelSelector
{
    /// <param name="share">How much of the way to what is wanted in the end, above 0 to 1.</param>
    /// <returns>
    /// Channels by <see cref="PenalisedGroup.Name"/>, ascending; groups that lose none may be absent.
    /// </returns>
    IReadOnlyDictionary<string, int[]> Select(Network network, double share);
}
