using Pruning.Graphs;
using Pruning.Pruners;

namespace Pruning.Benchmarks.Measuring;

/// <summary>
/// The cut that is measured: half of the operations at 640 pixels, all else as a project has it by default.
/// </summary>
internal static class HalfTheFlops
{
    public static PrunePlan Plan(Network network) =>
        PrunePlanner.Plan(network, [new SparsityTarget(TargetMetric.Flops, Reduction: 0.5)], new PlanningOptions());

    public static Network Cut(Network network) => Surgery.Prune(network, Plan(network));
}
