using System.Collections.Immutable;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Evaluation.Gates;
using Pruning.Onnx;
using Pruning.Reporting;

namespace Pruning.Pipeline.Options;

/// <summary>
/// A project's settings, read, checked and typed: what its stages do, and what the build around them does.
/// </summary>
public sealed record ProjectOptions
{
    internal ProjectOptions() { }

    /// <summary>The network to start from.</summary>
    public required ImportOptions Import { get; init; }

    /// <summary>Full path of the dataset's yaml.</summary>
    public required string Dataset { get; init; }

    /// <summary>Whether all classes count as one, and whether problems of the data are errors.</summary>
    public required DatasetOptions DataReading { get; init; }

    /// <summary>Where the hyper-parameters come from.</summary>
    public required RecipeOptions Recipe { get; init; }

    /// <summary><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.</summary>
    public required string Device { get; init; }

    /// <summary>Dense training.</summary>
    public required TrainOptions Train { get; init; }

    /// <summary>Sparse training, apart from the cut that it leads to.</summary>
    public required TrainOptions SparseTrain { get; init; }

    /// <summary>Training after the last cut; where there are several, after each a part of it.</summary>
    public required TrainOptions FineTune { get; init; }

    /// <summary>The cut, as a whole.</summary>
    public required PruneOptions Prune { get; init; }

    /// <summary>Rounds of pruning and fine-tuning.</summary>
    public required ImmutableArray<PruningRound> Rounds { get; init; }

    /// <summary>Whether the cut goes by what groups of layers are measured to lose.</summary>
    public required bool IsSensitivityGuided { get; init; }

    /// <summary>
    /// Side in pixels at which the pruned network looks at pictures, as the project states it; null for auto.
    /// </summary>
    public required int? Resolution { get; init; }

    /// <summary>Whether the build chooses the activations of the pruned network.</summary>
    public bool ChoosesActivation { get; init; }

    public required OnnxExportOptions Export { get; init; }

    /// <summary>Whether suppression goes into the file that ships.</summary>
    public required bool IncludesSuppression { get; init; }

    /// <summary>Null where the model stays in floats.</summary>
    public required QuantizeOptions? Quantize { get; init; }

    /// <summary>Training with rounded numbers; null for none.</summary>
    public TrainOptions? QuantizeAware { get; init; }

    /// <summary>The split that gates and baseline are measured on.</summary>
    public required string GateSplit { get; init; }

    /// <summary>Where decoded images are kept.</summary>
    public required ImageCacheLimits ImageCache { get; init; }

    /// <summary>
    /// Full path of the folder with libtorch; null leaves the search to <see cref="Execution.TorchRuntime"/>.
    /// </summary>
    public required string? TorchFolder { get; init; }

    /// <summary>Whether native libraries may be loaded as patched copies.</summary>
    public required bool PatchNativeLibraries { get; init; }

    public required bool NoCache { get; init; }

    public required bool FailIfNotCached { get; init; }

    /// <summary>Null where results are kept here only.</summary>
    public required RemoteCacheOptions? RemoteCache { get; init; }

    /// <summary>What Slurm's jobs ask for; null where every stage runs on this machine.</summary>
    public SlurmOptions? Slurm { get; init; }

    /// <summary>Null where nothing is signed.</summary>
    public SigningOptions? Signing { get; init; }

    /// <summary>The accuracy that the size follows from; null where the targets say it all.</summary>
    public required DropGoal? Goal { get; init; }

    public required ImmutableArray<Gate> Gates { get; init; }

    public required LockedBaselineOptions LockedBaseline { get; init; }

    /// <summary>What is written beside the reports that are always written.</summary>
    public required ImmutableArray<ReportFormat> Reports { get; init; }

    /// <summary>Side of the model's input in pixels.</summary>
    public int ImageSize => Export.ImageSize;

    /// <summary>Whether anything trains what was cut.</summary>
    public bool TrainsPruned => SparseTrain.Epochs + FineTune.Epochs > 0;

    /// <summary>
    /// Reads every option: a value that is wrong, unknown or not done by this version is refused at its line; none is
    /// ignored.
    /// </summary>
    /// <exception cref="PruneException">PRUNE0101 to PRUNE0110.</exception>
    public static ProjectOptions Read(ProjectRequest request, IDiagnosticSink diagnostics) =>
        ProjectOptionsReader.Read(request, diagnostics);
}
