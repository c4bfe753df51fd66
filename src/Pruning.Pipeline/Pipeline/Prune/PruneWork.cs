using Pruning.Data;
using Pruning.Pipeline.Options;
using Pruning.Pruners.Reconstruction;

namespace Pruning.Pipeline.Prune;

/// <summary>What it takes to plan a cut and to bring back what it hides, in units of 10^9 operations.</summary>
internal static class PruneWork
{
    /// <param name="options">With <see cref="PruneOptions.Recovery"/>.</param>
    public static double Estimate(PruneOptions options, Dataset dataset, NetworkSizes sizes)
    {
        var recovery = options.Recovery!;
        var imitated = recovery.Reconstruct
            ? (double)recovery.Imitation(dataset, options.Round.Count).Steps * recovery.Images.BatchSize
            : 0;
        return Fitting(options, sizes)
            + StepWork.Training(recovery.Precision, imitated, sizes.Cut, imitated * sizes.Dense).Amount;
    }

    /// <summary>Of planning a cut and fitting what it leaves, without imitation.</summary>
    public static double Fitting(PruneOptions options, NetworkSizes sizes)
    {
        var recovery = options.Recovery!;
        var looks = options.LooksAtImages ? options.ImportanceBatches!.Value * CalibrationImages.ImagesAGradient : 0;
        var fitted = recovery.Reconstruct ? (double)WeightReconstruction.MostBatches * recovery.Images.BatchSize : 0;
        return StepWork.Training(recovery.Precision, looks, sizes.Dense, fitted * (sizes.Dense + sizes.Cut)).Amount;
    }
}
