using System.Text.Json.Serialization;
using Pruning.Data;
using Pruning.Evaluation;
using Pruning.Execution;
using Pruning.Training;

namespace Pruning.Pipeline.Options;

/// <summary>
/// What one training does: dense, sparse or after a cut. Rates and losses are the <see cref="Hyperparameters"/>', which
/// are an input.
/// </summary>
public sealed record TrainOptions
{
    /// <summary>Passes over the training images.</summary>
    public required int Epochs { get; init; }

    /// <summary>Side of the images in pixels.</summary>
    public required int ImageSize { get; init; }

    /// <summary>Images a training step; null for auto.</summary>
    public required int? BatchSize { get; init; }

    /// <summary>Images an optimiser step; null for auto.</summary>
    public required int? NominalBatch { get; init; }

    /// <summary>The share of the training that its warm-up takes at most.</summary>
    public required double WarmupLimit { get; init; }

    /// <summary>Whether the learning rate falls along a cosine.</summary>
    public required bool CosineSchedule { get; init; }

    public required bool MultiScale { get; init; }

    public required bool ImageWeights { get; init; }

    /// <summary>Whether anchors that suit the data badly are fitted first.</summary>
    public required bool AutoAnchor { get; init; }

    /// <summary>Epochs without a better one; 0 for no early stop.</summary>
    public required int Patience { get; init; }

    /// <summary>Leading layers that keep their weights.</summary>
    public required int Freeze { get; init; }

    /// <summary>Whether convolution weights that are zero at the start stay zero.</summary>
    public bool KeepsZeros { get; init; }

    /// <summary>Of the images' order and variations.</summary>
    public required long Seed { get; init; }

    /// <summary>The arithmetic; null for auto.</summary>
    public required Precision? Precision { get; init; }

    /// <summary>What is imitated; null for nothing.</summary>
    public DistillationChoice? Distillation { get; init; }

    /// <summary>Which channels it leads to zero; null for none.</summary>
    public SparsityOptions? Sparsity { get; init; }

    /// <summary>How the ranges are found that its numbers are rounded by; null for exact numbers.</summary>
    public QuantizeAwareOptions? QuantizeAware { get; init; }

    /// <summary>Whether no training comes before it: then it meets the images first.</summary>
    [JsonIgnore]
    public bool IsFirst { get; init; } = true;

    /// <summary>Reads what all trainings have in common.</summary>
    /// <exception cref="Diagnostics.PruneException">A value is none that its option takes.</exception>
    public static TrainOptions Read(ProjectRequest request, int epochs) =>
        new()
        {
            Epochs = epochs,
            ImageSize = OptionCatalogue.ImageSize.Read(request),
            BatchSize = OptionCatalogue.BatchSize.Read(request),
            NominalBatch = OptionCatalogue.NominalBatch.Read(request),
            WarmupLimit = OptionCatalogue.WarmupLimit.Read(request),
            CosineSchedule = OptionCatalogue.LearningRateSchedule.Read(request) == "cosine",
            MultiScale = OptionCatalogue.MultiScale.Read(request),
            ImageWeights = OptionCatalogue.ImageWeights.Read(request),
            AutoAnchor = OptionCatalogue.AutoAnchor.Read(request),
            Patience = OptionCatalogue.Patience.Read(request),
            Freeze = OptionCatalogue.Freeze.Read(request),
            Seed = OptionCatalogue.Seed.Read(request),
            Precision = TrainingPrecision.Named(OptionCatalogue.Precision.Read(request)),
        };

    /// <summary>
    /// The same as one of a project's trainings, each of which sees its own order and variations of the images.
    /// </summary>
    /// <param name="repetition">Tells apart the trainings of one kind.</param>
    public TrainOptions As(StageKind training, int repetition = 0) =>
        this with
        {
            Seed = ((long)repetition << 40) + ((long)training << 32) + Seed,
        };

    /// <summary>
    /// The same where another training may have come before it, whose network has adapted to its anchors.
    /// </summary>
    public TrainOptions After(bool another) => this with { IsFirst = !another, AutoAnchor = AutoAnchor && !another };

    /// <summary>Images a training step.</summary>
    /// <param name="images">To train on.</param>
    public int BatchSizeOf(DatasetSplit images) =>
        BatchSize
        // Smaller ones would only be added up to the optimiser's again.
        ?? (
            NominalBatch >= BatchSizeChoice.Usual
                ? BatchSizeChoice.Usual
                : BatchSizeChoice.For(images.Images.Length, Epochs)
        );

    /// <summary>Images an optimiser step.</summary>
    /// <param name="images">To train on.</param>
    public int NominalBatchOf(DatasetSplit images) =>
        NominalBatch ?? NominalBatchChoice.For(images.BatchesOf(BatchSizeOf(images)), Epochs, BatchSizeOf(images));

    /// <summary>How validation images are looked at, which no number of steps depends on.</summary>
    /// <param name="size">Side of the images in pixels.</param>
    public EvaluationOptions ForEvaluation(int size) =>
        new() { ImageSize = size, BatchSize = BatchSize ?? BatchSizeChoice.Usual };

    /// <summary>As the trainer takes it.</summary>
    /// <param name="size">Side of the images in pixels, at most <see cref="ImageSize"/>.</param>
    /// <param name="images">To train on.</param>
    internal TrainingOptions ForTrainer(
        int size,
        DatasetSplit images,
        Hyperparameters hyperparameters,
        ExecutionOptions execution
    ) =>
        new()
        {
            Epochs = Epochs,
            ImageSize = size,
            BatchSize = BatchSizeOf(images),
            NominalBatch = NominalBatchOf(images),
            WarmupLimit = WarmupLimit,
            CosineSchedule = CosineSchedule,
            Hyperparameters = hyperparameters,
            Patience = Patience,
            Freeze = Freeze,
            KeepsZeros = KeepsZeros,
            Execution = execution,
        };

    /// <summary>As the loader of training images takes it.</summary>
    /// <param name="size">Side of the images in pixels, at most <see cref="ImageSize"/>.</param>
    /// <param name="images">To train on.</param>
    /// <param name="stride">The network's largest.</param>
    internal TrainingLoaderOptions ForLoader(
        int size,
        DatasetSplit images,
        int stride,
        AugmentationOptions augmentation,
        ImageCacheBudget cache
    ) =>
        new()
        {
            ImageSize = size,
            BatchSize = BatchSizeOf(images),
            Seed = Seed,
            Augmentation = augmentation,
            Cache = cache,
            MultiScale = MultiScale,
            Stride = stride,
            ImageWeights = ImageWeights,
        };
}
