using Pruning.Execution;
using Pruning.Training.Distilling;
using Pruning.Training.Sparsity;

namespace Pruning.Training;

/// <summary>
/// What one training does. Batches, their size and augmentation are the <see cref="TrainingData"/>'s.
/// </summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the images.</summary>
    public required int Epochs { get; init; }

    /// <summary>Height and width of the images in pixels; the objectness gain scales with it.</summary>
    public int ImageSize { get; init; } = 640;

    /// <summary>Images a batch: gradients are accumulated to the <see cref="NominalBatch"/>.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Images an optimiser step, which learning rate and weight decay refer to.</summary>
    public int NominalBatch { get; init; } = NominalBatchChoice.Usual;

    public Hyperparameters Hyperparameters { get; init; } = new();

    /// <summary>The learning rate falls along a cosine instead of a line.</summary>
    public bool CosineSchedule { get; init; }

    /// <summary>
    /// The warm-up takes at most this share of all iterations. The original has no such limit: its short trainings
    /// never reach their rate. docs/slimming.md has the figures.
    /// </summary>
    public double WarmupLimit { get; init; } = 0.1;

    /// <summary>Stops after so many epochs without a better one; 0 never stops early.</summary>
    public int Patience { get; init; }

    /// <summary>So many leading layers (<c>model.0</c> …) keep their weights.</summary>
    public int Freeze { get; init; }

    /// <summary>Gradients are scaled down to this norm.</summary>
    public double GradientLimit { get; init; } = 10;

    /// <summary>The moving average's final decay.</summary>
    public double AverageDecay { get; init; } = 0.9999;

    /// <summary>Pushes prunable channels towards 0; null trains densely.</summary>
    public SparsityPenalty? Penalty { get; init; }

    /// <summary>Convolution weights that are zero at the start stay zero.</summary>
    public bool KeepsZeros { get; init; }

    /// <summary>Imitates a teacher beside the labels; null learns from them alone.</summary>
    public DistillationOptions? Distillation { get; init; }

    public ExecutionOptions Execution { get; init; } = ExecutionOptions.Default;
}
