using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Training.Distilling;

namespace Pruning.Training;

/// <summary>What must hold before a training begins.</summary>
internal static class TrainingChecks
{
    public static void Verify(Network start, TrainingData data, TrainingOptions options)
    {
        if (start.Graph.Detect is not { } head)
            throw Untrainable("It has no YOLOv5 detection head, so there is no loss to train by.");
        if (head.ClassCount != start.ClassNames.Length)
            throw Untrainable($"Its head predicts {head.ClassCount} classes and it names {start.ClassNames.Length}.");
        if (head.Inputs.Length > 5)
            throw Untrainable($"Its head has {head.Inputs.Length} levels; the loss weighs up to 5.");
        if (options.Epochs < 0 || options.BatchSize < 1 || options.NominalBatch < 1)
            throw Untrainable(
                $"{options.Epochs} epochs, a batch of {options.BatchSize} and a nominal batch of "
                    + $"{options.NominalBatch} make no training."
            );
        if (!StrideFit.Fits(options.ImageSize, start.MaximumStride))
            throw Untrainable(
                $"Images of {options.ImageSize} pixels are no multiple of its stride, {start.MaximumStride}."
            );
        if (
            start
                .Parameters.Where(NetworkCost.IsTrainable)
                .All(parameter => FrozenLayers.Contains(parameter.Name, options.Freeze))
        )
            throw Untrainable($"Freeze is {options.Freeze}, which freezes all of it.");
        if (options.Patience < 0)
            throw Untrainable($"A patience of {options.Patience} epochs makes no sense; 0 means never to stop early.");
        if (data.BatchesPerEpoch < 1)
            throw Untrainable("The data has no images.");
        if (options.Distillation is { } distillation)
            Verify(distillation, start);
    }

    private static void Verify(DistillationOptions distillation, Network start)
    {
        if (
            !(distillation.OutputWeight >= 0)
            || !(distillation.FeatureWeight >= 0)
            || !(distillation.OutputWeight + distillation.FeatureWeight > 0)
        )
            throw Untrainable(
                $"Distillation with weights of {distillation.OutputWeight} (output) and "
                    + $"{distillation.FeatureWeight} (features) would teach nothing."
            );
        if (!(distillation.Temperature > 0))
            throw Untrainable($"A distillation temperature of {distillation.Temperature} divides by nothing.");
        TeacherCheck.Verify(distillation.Teacher, start, needsFeatures: distillation.FeatureWeight > 0);
    }

    private static PruneException Untrainable(string what) =>
        new(
            Codes.UntrainableNetwork,
            $"The network cannot be trained as asked. {what} Start from a checkpoint with its head, and options "
                + $"that fit it."
        );
}
