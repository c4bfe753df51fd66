using System.Runtime.Intrinsics;

namespace Pruning.Execution.Fused;

/// <summary>
/// What one walk over a map does with its values. A struct, so that the walk's loop is compiled around it.
/// </summary>
internal interface IMapPass
{
    /// <summary>Whether it sums over channels.</summary>
    static abstract bool Sums { get; }

    /// <summary>
    /// A column of vectors, sixteen values each, all of the same channels: their numbers stay in registers while the
    /// column is walked down.
    /// </summary>
    /// <param name="index">Of the column's first value in the map.</param>
    /// <param name="stride">Values from one vector to the next.</param>
    /// <param name="count">Vectors in the column.</param>
    /// <param name="at">Of the first in per-channel numbers laid out by <see cref="MapLayout.Tile"/>.</param>
    /// <returns>The sums of a pass that sums.</returns>
    (Vector512<float> First, Vector512<float> Second) Column(nint index, nint stride, int count, int at);

    /// <summary>One value of the rows that make no whole unit; <paramref name="at"/> is its channel.</summary>
    void One(nint index, int at, ChannelSums sums);
}
