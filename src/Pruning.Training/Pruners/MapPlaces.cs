using Pruning.Data;
using static TorchSharp.torch;

namespace Pruning.Pruners;

/// <summary>Places of a map to look at: neighbours say much the same, so a few stand for all.</summary>
internal static class MapPlaces
{
    /// <summary>Enough of a map and image, where nobody says otherwise.</summary>
    public const int Usual = 100;

    /// <param name="count">Places that there are, row by row.</param>
    /// <param name="most">All of them where they are no more than that, else so many, drawn at random.</param>
    public static long[] Draw(int count, int most, ref CounterRandom random)
    {
        var places = new long[Math.Min(count, most)];
        for (var index = 0; index < places.Length; index++)
            places[index] = count <= most ? index : random.Below(count);
        return places;
    }

    /// <param name="map"><c>[B, C, H, W]</c>.</param>
    /// <param name="enough">About so many are left of each image.</param>
    /// <param name="turn">From 0: where the grid begins, so that all places have their turn.</param>
    /// <returns><c>[B, C, H', W']</c>: every few places in both directions; all of a small map.</returns>
    public static Tensor Grid(Tensor map, int enough, int turn)
    {
        var stride = (long)Math.Max(1, Math.Sqrt(map.shape[2] * map.shape[3] / (double)enough));
        var place = turn % (stride * stride);
        return stride == 1
            ? map
            : map.slice(2, place / stride, map.shape[2], stride).slice(3, place % stride, map.shape[3], stride);
    }
}
