using System.Collections.Immutable;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Evaluation.Gates;
using Pruning.Pipeline.Search;
using Pruning.Pipeline.Store.Remote;
using Pruning.Reporting;
using Pruning.Slimming;
using Pruning.Training.Sparsity;

namespace Pruning.Pipeline.Options;

/// <summary>A project's settings, read, checked and typed.</summary>
public sealed record ProjectOptions
{
    internal ProjectOptions()
    {
    }

    /// <summary>An architecture's name, an official weight file's, or the full path of a file.</summary>
    public required string BaseModel { get; init; }

    /// <summary>Whether <see cref="BaseModel"/> names a file.</summary>
    public required bool BaseModelIsFile { get; init; }

    /// <summary>Full path of the dataset's yaml.</summary>
    public required string Dataset { get; init; }

    /// <summary>Whether all classes count as one, and whether problems of the data are errors.</summary>
    public required DatasetOptions DataReading { get; init; }

    public required int ImageSize { get; init; }

    public required int BatchSize { get; init; }

    /// <summary>Images an optimiser step.</summary>
    public required int? NominalBatch { get; init; }

    /// <summary>The share of a training that its warm-up takes at most.</summary>
    public required double WarmupLimit { get; init; }

    public required int Seed { get; init; }

    /// <summary><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.</summary>
    public required string Device { get; init; }

    /// <summary><c>auto</c>, <c>fp32</c> or <c>bf16</c>.</summary>
    public required string Precision { get; init; }

    public required int TrainEpochs { get; init; }

    public required int SparseEpochs { get; init; }

    public required int FineTuneEpochs { get; init; }

    /// <summary>Null for auto.</summary>
    public required double? SparsityPenalty { get; init; }

    /// <summary>Whether the penalty weighs whole coupling groups, and not BatchNorm scales.</summary>
    public required bool PenalisesGroups { get; init; }

    /// <summary>Whether a given penalty falls over sparse training.</summary>
    public required bool PenaltyFalls { get; init; }

    /// <summary>When channels vanish in sparse training.</summary>
    public required PruningSchedule Schedule { get; init; }

    /// <summary>Rounds of pruning and fine-tuning.</summary>
    public required int PruneSteps { get; init; }

    /// <summary>One of <see cref="Granularities"/>.</summary>
    public required string Granularity { get; init; }

    /// <summary>Whether the cut goes by what groups of layers are measured to lose.</summary>
    public required bool IsSensitivityGuided { get; init; }

    public required Importance Importance { get; init; }

    /// <summary>How many batches of training images the measures look at that look at images.</summary>
    public required int ImportanceBatches { get; init; }

    /// <summary>Whether weights are fitted after a cut of channels.</summary>
    public required bool Reconstructs { get; init; }

    /// <summary>Steps of learning from the whole network after a cut of channels; null for auto.</summary>
    public required int? ImitationSteps { get; init; }

    /// <summary>Null for auto.</summary>
    public required int? ChannelMultiple { get; init; }

    /// <summary>Side in pixels at which the pruned network looks at pictures; null for auto.</summary>
    public required int? Resolution { get; init; }

    /// <summary>Leading layers that fine-tuning leaves as they are.</summary>
    public required int Freeze { get; init; }

    /// <summary>Whether the learning rate falls along a cosine.</summary>
    public required bool CosineSchedule { get; init; }

    /// <summary>Null for what the hyper-parameters say.</summary>
    public required double? LabelSmoothing { get; init; }

    public required bool MultiScale { get; init; }

    public required bool ImageWeights { get; init; }

    public required bool AutoAnchor { get; init; }

    /// <summary>Epochs without a better one; 0 for no early stop.</summary>
    public required int Patience { get; init; }

    /// <summary>Null where nothing is imitated.</summary>
    public required DistillationChoice? Distillation { get; init; }

    public required int OnnxOpset { get; init; }

    /// <summary>The split that gates and baseline are measured on.</summary>
    public required string GateSplit { get; init; }

    /// <summary>Full path of a yaml, or null for the built-in values.</summary>
    public required string? Hyperparameters { get; init; }

    /// <summary>Bytes of memory for decoded images; null for auto.</summary>
    public required long? ImageCacheMemory { get; init; }

    /// <summary>Bytes of disk for decoded images; null for auto.</summary>
    public required long? ImageCacheDisk { get; init; }

    /// <summary>Full path of the folder with libtorch; null leaves the search to <see cref="Execution.TorchRuntime"/>.</summary>
    public required string? TorchFolder { get; init; }

    /// <summary>Whether native libraries may be loaded as patched copies.</summary>
    public required bool PatchNativeLibraries { get; init; }

    public required bool NoCache { get; init; }

    public required bool FailIfNotCached { get; init; }

    /// <summary>Null where results are kept here only.</summary>
    public required RemoteCacheOptions? RemoteCache { get; init; }

    public required ImmutableArray<SparsityTarget> Targets { get; init; }

    /// <summary>The accuracy that the size follows from; null where the targets say it all.</summary>
    public required DropGoal? Goal { get; init; }

    public required ImmutableArray<LayerSparsity> LayerSparsities { get; init; }

    public required ImmutableArray<KeepLayer> KeepLayers { get; init; }

    public required ImmutableArray<Gate> Gates { get; init; }

    public required LockedBaselineOptions LockedBaseline { get; init; }

    /// <summary>What is written beside the reports that are always written.</summary>
    public required ImmutableArray<ReportFormat> Reports { get; init; }

    /// <summary>Reads every option: a value that is wrong, unknown or not done by this version is refused at its line; none is ignored.</summary>
    /// <exception cref="PruneException">PRUNE0101 to PRUNE0110.</exception>
    public static ProjectOptions Read(ProjectRequest request, IDiagnosticSink diagnostics) => ProjectOptionsReader.Read(request, diagnostics);
}
