using Pruning.Data;

namespace Pruning.Slimming;

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
}
