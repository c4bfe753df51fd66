using Pruning.Graphs;
using Pruning.Pipeline.Options;
using Pruning.Pruners;

namespace Pruning.Pipeline;

/// <summary>
/// Operations for one image before and after a project's cut, as far as they can be told without planning it.
/// </summary>
/// <param name="Dense">Floating-point operations, two per multiply-accumulate.</param>
/// <param name="Cut">Likewise.</param>
public sealed record NetworkSizes(double Dense, double Cut)
{
    /// <param name="network">With the dataset's classes.</param>
    public static NetworkSizes Estimate(Network network, PruneOptions options)
    {
        double dense = NetworkCost.Count(network, options.ImageSize, options.ImageSize).Flops;
        // Zeros among the weights take as long as other values.
        if (options.Granularity.LeavesZeros)
            return new NetworkSizes(dense, dense);
        return new NetworkSizes(dense, options.Targets.Select(target => Left(target, dense)).Append(dense).Min());
    }

    // Other costs fall about as operations do; a limit in milliseconds or bytes says nothing of how far.
    private static double Left(SparsityTarget target, double dense) =>
        target.Metric == TargetMetric.Flops ? target.LimitFor(dense) : dense * (1 - (target.Reduction ?? 0));
}
