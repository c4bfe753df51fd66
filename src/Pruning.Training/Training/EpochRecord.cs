using Pruning.Training.Distilling;
using Pruning.Training.Sparsity;

namespace Pruning.Training;

/// <summary>
/// One epoch of a training's history. Metrics are the moving average's on the validation images, fractions; null where
/// not measured.
/// </summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Losses">Averages over the epoch's batches.</param>
/// <param name="Rate">Learning rate at its end.</param>
/// <param name="Steps">Optimiser steps since the training began.</param>
/// <param name="GradientNorm">Of its last optimiser step, before clipping.</param>
/// <param name="Scales">With a sparsity penalty: how the scales lie.</param>
/// <param name="Distillation">With a teacher: the losses against it, averages over the epoch's batches.</param>
public sealed record EpochRecord(
    int Epoch,
    LossValues Losses,
    double Rate,
    int Steps,
    double GradientNorm,
    double? Precision,
    double? Recall,
    double? Map50,
    double? Map5095,
    ScaleStatistics? Scales,
    DistillationValues? Distillation = null
)
{
    /// <summary>What picks the best epoch: a tenth of mAP50 and nine tenths of mAP50-95, as in the original.</summary>
    public double? Fitness => FitnessOf(Map50, Map5095);

    /// <summary>The fitness of what was measured; null where nothing was.</summary>
    internal static double? FitnessOf(double? map50, double? map5095) =>
        map50 is { } half && map5095 is { } all ? (0.1 * half) + (0.9 * all) : null;
}
