using Pruning.Pipeline.Durations;
using Pruning.Slimming;
using Pruning.Slimming.Reconstruction;

namespace Pruning.Pipeline.Stages;

/// <summary>What it takes to plan a cut and to bring back what it hides, in units of 10^9 operations.</summary>
internal static class CutWork
{
    /// <param name="rounds">Cuts that share the steps of imitation.</param>
    public static double Of(ProjectInputs inputs, int rounds, NetworkSizes sizes)
    {
        var options = inputs.Options;
        var imitated = options.Reconstructs ? (double)ImitationChoice.Of(inputs, rounds).Steps * options.BatchSize : 0;
        return Fitting(inputs, sizes)
            + StepWork.Training(options.Precision, imitated, sizes.Cut, imitated * sizes.Dense).Amount;
    }

    /// <summary>Of planning a cut and fitting what it leaves, without imitation.</summary>
    public static double Fitting(ProjectInputs inputs, NetworkSizes sizes)
    {
        var options = inputs.Options;
        var looks = options.Importance.LooksAtImages ? options.ImportanceBatches * CutImages.ImagesAGradient : 0;
        var fitted = options.Reconstructs ? (double)WeightReconstruction.MostBatches * options.BatchSize : 0;
        return StepWork.Training(options.Precision, looks, sizes.Dense, fitted * (sizes.Dense + sizes.Cut)).Amount;
    }
}
