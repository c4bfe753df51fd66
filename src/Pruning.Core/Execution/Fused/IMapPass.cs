using System.Runtime.Intrinsics;

namespace Pruning.Execution.Fused;

/// <summary>What one walk over a map does with its values. A struct, so that the walk's loop is compiled around it.</summary>
internal interface IMapPass
{
    /// <summary>Sixteen values.</summary>
    /// <param name="index">Of the first in the map.</param>
    /// <param name="at">Of the first in per-channel numbers laid out by <see cref="MapLayout.Tile"/>.</param>
    /// <param name="sums">Where a pass that sums does so.</param>
    void Many(nint index, int at, ChannelSums sums);

    /// <summary>One value of the rows that make no whole unit; <paramref name="at"/> is its channel.</summary>
    void One(nint index, int at, ChannelSums sums);
}
