using Pruning.Graphs;

namespace Pruning.Training;

/// <summary>Says which channels of a network would be cut if it were pruned as it stands. Deterministic: training resumes by asking again.</summary>
public interface IChannelSelector
{
    /// <returns>Channel indices by BatchNorm node name; layers that lose none may be absent.</returns>
    IReadOnlyDictionary<string, int[]> Select(Network network);
}
