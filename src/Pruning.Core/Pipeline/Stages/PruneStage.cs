using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Data;
using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Slimming;
using Pruning.Training;

namespace Pruning.Pipeline.Stages;

/// <summary>Removes channels, then measures the BatchNorm statistics again on training images: stale ones hide what is left.</summary>
public sealed class PruneStage(ProjectInputs inputs, CutSettings cut) : IStage
{
    // Enough images for statistics, few enough to take seconds.
    private const int CalibrationBatches = 32;

    public string Name => StepNames.Prune;

    public StageKind Kind => StageKind.Prune;

    public ImmutableArray<string> Upstream => [StepNames.SparseTrain];

    public bool IsSkipped => false;

    public void Describe(FingerprintBuilder description)
    {
        cut.Describe(description);
        description
            .Add("training images", inputs.Splits.Of("train"))
            .Add("batch", inputs.Options.BatchSize)
            .Add("image seed", inputs.Options.Seed)
            .Add("device", inputs.Execution.Device.IsCuda ? "cuda" : "cpu");
    }

    public void Run(StageContext context)
    {
        var network = SafetensorsFile.Load(context.Input(StepNames.SparseTrain, StageFiles.Network));
        context.Report("planning the cut", null);
        var plan = cut.Plan(network, context.Diagnostics);
        var pruned = Surgery.Cut(network, plan);
        if (SparseTrainStage.HasNorms(pruned))
        {
            context.Report("measuring BatchNorm statistics", null);
            pruned = Recalibrate(pruned, context);
        }

        StageFiles.Save(context, pruned, Name);
        File.WriteAllText(context.Output(StageFiles.Plan), plan.ToJson());
    }

    private Network Recalibrate(Network network, StageContext context)
    {
        // Plain images: the statistics shall fit what the model will see, and fine-tuning adapts them to augmentation by itself.
        using var loader = new TrainingLoader(inputs.Dataset.Split("train"), new TrainingLoaderOptions
        {
            ImageSize = inputs.Options.ImageSize,
            BatchSize = inputs.Options.BatchSize,
            Seed = inputs.Options.Seed,
            Augmentation = AugmentationOptions.None,
            // Each image comes once.
            Cache = ImageCacheBudget.None,
        });
        // In single precision, as the exported model computes.
        var execution = inputs.Execution with { Precision = Precision.Fp32 };
        return BatchNormCalibration.Recalibrate(network, loader.Epoch(0).Take(CalibrationBatches), execution, context.Cancellation);
    }
}
