using Pruning.Graphs;
using Pruning.Testing;

namespace Pruning.Training.Sparsity;

/// <summary>Penalties for a <see cref="TinyDetector"/>.</summary>
internal static class TinyPenalty
{
    /// <param name="ratio">The share of the channels with the smallest scales that is to go.</param>
    public static SparsityPenalty Of(double ratio = 0.5) =>
        new(ScaleGroups.Find(TinyDetector.Create(), TinyDetector.Norms), new SmallestScales(TinyDetector.Norms, ratio));

    /// <summary>Selects always the same.</summary>
    public sealed class Fixed(string group, params int[] channels) : IChannelSelector
    {
        public IReadOnlyDictionary<string, int[]> Select(Network network, double share) =>
            new Dictionary<string, int[]> { [group] = channels };
    }
}
