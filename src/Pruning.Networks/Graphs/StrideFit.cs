using Pruning.Diagnostics;

namespace Pruning.Graphs;

/// <summary>
/// Which sizes of pictures a network takes: maps of its levels line up only in multiples of the largest stride.
/// </summary>
public static class StrideFit
{
    /// <param name="size">In pixels.</param>
    /// <param name="stride">The network's largest.</param>
    public static bool Fits(int size, int stride) => size > 0 && size % stride == 0;

    public static bool Fits(int height, int width, int stride) => Fits(height, stride) && Fits(width, stride);

    /// <exception cref="PruneException">PRUNE6002: it does not fit.</exception>
    public static void Require(int size, int stride)
    {
        if (!Fits(size, stride))
            throw new PruneException(
                Codes.ImageSizeDoesNotFit,
                $"Image size {size} does not fit the network, whose largest stride is {stride}. Its feature maps "
                    + $"would not line up. Choose a multiple of {stride}."
            );
    }
}
