using Pruning.Graphs;

namespace Pruning.Training.Sparsity;

/// <summary>
/// Selects the channels with the smallest BatchNorm scales. Scales are compared as shares of their layer's mean, since
/// layers differ in what a scale of 0.1 means, and every layer keeps an eighth of its channels.
/// </summary>
/// <param name="layers">BatchNorm nodes.</param>
/// <param name="ratio">The share of their channels that is to go in the end.</param>
internal sealed class SmallestScales(IReadOnlyList<string> layers, double ratio) : IChannelSelector
{
    private const int LeastShare = 8;

    public IReadOnlyDictionary<string, int[]> Select(Network network, double share)
    {
        var ranked = layers
            .SelectMany(layer => Rank(layer, network.Parameters[$"{layer}.weight"].Values))
            .OrderBy(channel => channel.Importance)
            .ThenBy(channel => channel.Layer, StringComparer.Ordinal)
            .ThenBy(channel => channel.Index)
            .ToList();
        var left = (int)Math.Round(ratio * share * ranked.Count);
        var room = layers.ToDictionary(
            layer => layer,
            layer => RoomIn(network.Parameters[$"{layer}.weight"].Values.Length),
            StringComparer.Ordinal
        );
        var chosen = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        foreach (var channel in ranked)
        {
            if (left == 0)
                break;
            if (room[channel.Layer] == 0)
                continue;
            room[channel.Layer]--;
            left--;
            if (!chosen.TryGetValue(channel.Layer, out var indices))
                chosen[channel.Layer] = indices = [];
            indices.Add(channel.Index);
        }

        return chosen.ToDictionary(pair => pair.Key, pair => pair.Value.Order().ToArray(), StringComparer.Ordinal);
    }

    private static int RoomIn(int channels) => channels - Math.Max(1, channels / LeastShare);

    private static IEnumerable<(string Layer, int Index, double Importance)> Rank(string layer, float[] scales)
    {
        var mean = Math.Max(scales.Average(scale => Math.Abs((double)scale)), double.Epsilon);
        return scales.Select((scale, index) => (layer, index, Math.Abs(scale) / mean));
    }
}
