using System.Collections.Immutable;
using Pruning.Checkpoints.Official;
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
    private const string Iterative = "iterative";
    private const string Sensitivity = "sensitivity";
    private const string Gradual = "gradual";
    private const string Early = "early";
    private const string Automatic = "auto";

    private ProjectOptions()
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
    public static ProjectOptions Read(ProjectRequest request, IDiagnosticSink diagnostics)
    {
        Misspellings.Refuse(request.Sources, diagnostics);
        LostUpdates.Report(request, diagnostics);
        foreach (var option in OptionCatalogue.All)
            option.Check(request);
        var (baseModel, isFile) = BaseModelOf(request);
        var options = new ProjectOptions
        {
            BaseModel = baseModel,
            BaseModelIsFile = isFile,
            Dataset = ExistingFile(request, OptionCatalogue.Dataset)!,
            DataReading = new DatasetOptions { SingleClass = OptionCatalogue.SingleClass.Read(request), Strict = OptionCatalogue.StrictData.Read(request), Unlabeled = ItemReader.UnlabeledImages(request) },
            ImageSize = OptionCatalogue.ImageSize.Read(request),
            BatchSize = OptionCatalogue.BatchSize.Read(request),
            NominalBatch = OptionCatalogue.NominalBatch.Read(request),
            WarmupLimit = OptionCatalogue.WarmupLimit.Read(request),
            Seed = OptionCatalogue.Seed.Read(request),
            Device = OptionCatalogue.Device.Read(request),
            Precision = OptionCatalogue.Precision.Read(request),
            TrainEpochs = OptionCatalogue.TrainEpochs.Read(request),
            SparseEpochs = SparseEpochsOf(request),
            FineTuneEpochs = OptionCatalogue.FineTuneEpochs.Read(request),
            SparsityPenalty = OptionCatalogue.SparsityPenalty.Read(request),
            PenalisesGroups = PenalisesGroupsIn(request),
            PenaltyFalls = OptionCatalogue.PenaltySchedule.Read(request) == "falling",
            Schedule = ScheduleIn(request),
            Granularity = OptionCatalogue.Granularity.Read(request),
            IsSensitivityGuided = OptionCatalogue.Schedule.Read(request) == Sensitivity,
            Importance = Importance.Named(OptionCatalogue.Importance.Read(request)),
            PruneSteps = OptionCatalogue.PruneSteps.Read(request),
            ImportanceBatches = OptionCatalogue.ImportanceBatches.Read(request),
            Reconstructs = OptionCatalogue.Reconstruct.Read(request),
            ImitationSteps = OptionCatalogue.ImitationSteps.Read(request),
            ChannelMultiple = OptionCatalogue.ChannelMultiple.Read(request),
            Resolution = OptionCatalogue.Resolution.Read(request),
            Freeze = OptionCatalogue.Freeze.Read(request),
            CosineSchedule = OptionCatalogue.LearningRateSchedule.Read(request) == "cosine",
            LabelSmoothing = OptionCatalogue.LabelSmoothing.Read(request),
            MultiScale = OptionCatalogue.MultiScale.Read(request),
            ImageWeights = OptionCatalogue.ImageWeights.Read(request),
            AutoAnchor = OptionCatalogue.AutoAnchor.Read(request),
            Patience = OptionCatalogue.Patience.Read(request),
            Distillation = DistillationChoice.Read(request, ExistingFile(request, OptionCatalogue.Teacher)),
            OnnxOpset = OptionCatalogue.OnnxOpset.Read(request),
            GateSplit = OptionCatalogue.GateSplit.Read(request),
            Hyperparameters = ExistingFile(request, OptionCatalogue.Hyperparameters),
            ImageCacheMemory = OptionCatalogue.ImageCacheMemory.Read(request),
            ImageCacheDisk = OptionCatalogue.ImageCacheDisk.Read(request),
            TorchFolder = OptionCatalogue.TorchFolder.Read(request) is { Length: > 0 } folder ? request.Resolve(folder) : null,
            PatchNativeLibraries = OptionCatalogue.PatchNativeLibraries.Read(request),
            NoCache = OptionCatalogue.NoCache.Read(request),
            FailIfNotCached = OptionCatalogue.FailIfNotCached.Read(request),
            RemoteCache = RemoteCacheOptions.Read(request),
            Targets = ItemReader.Targets(request),
            Goal = ItemReader.Goal(request),
            LayerSparsities = ItemReader.LayerSparsities(request),
            KeepLayers = ItemReader.KeepLayers(request),
            Reports = OptionCatalogue.Reports.Read(request),
            Gates = ItemReader.Gates(request, SeverityOf(OptionCatalogue.GateSeverity.Read(request))),
            LockedBaseline = new LockedBaselineOptions(
                LockedBaselineFile.PathOf(request.ProjectPath),
                OptionCatalogue.AcceptBaseline.Read(request),
                OptionCatalogue.BaselineAccuracySlack.Read(request),
                OptionCatalogue.BaselineCostSlack.Read(request),
                SeverityOf(OptionCatalogue.GateSeverity.Read(request)) ?? DiagnosticSeverity.Error)
            {
                Confidence = OptionCatalogue.BaselineConfidence.Read(request),
                Resamples = OptionCatalogue.BaselineResamples.Read(request),
            },
        };
        RefuseContradictions(request, options);
        return options;
    }

    private static PruningSchedule ScheduleIn(ProjectRequest request) => OptionCatalogue.Schedule.Read(request) switch
    {
        Gradual => PruningSchedule.Gradual,
        Early => PruningSchedule.Early,
        Automatic when SparseEpochsOf(request) > 0 && OptionCatalogue.SparsityPenalty.Read(request) is null => PenalisesGroupsIn(request) ? PruningSchedule.Gradual : PruningSchedule.Early,
        _ => PruningSchedule.OneShot,
    };

    private static bool PenalisesGroupsIn(ProjectRequest request) => OptionCatalogue.SparsityRegularizer.Read(request) == "groups";

    // It leads channels to zero that a plan by importance names; without such a plan there is none unless it is asked for, and then it is refused.
    private static int SparseEpochsOf(ProjectRequest request)
    {
        var hasPlan = OptionCatalogue.Granularity.Read(request) == Granularities.Channel && OptionCatalogue.Schedule.Read(request) != Sensitivity;
        return hasPlan || request.Find(OptionCatalogue.SparseEpochs.Name) is not null ? OptionCatalogue.SparseEpochs.Read(request) : 0;
    }

    private static DiagnosticSeverity? SeverityOf(string choice) => choice switch
    {
        "error" => DiagnosticSeverity.Error,
        "warning" => DiagnosticSeverity.Warning,
        _ => null,
    };

    private static (string Model, bool IsFile) BaseModelOf(ProjectRequest request)
    {
        var text = OptionCatalogue.BaseModel.Read(request);
        var path = request.Resolve(text);
        if (File.Exists(path))
            return (path, true);
        // A name without folder and extension is an architecture; the import stage knows which there are. Official weights are fetched.
        if ((Path.GetFileName(text) == text && !Path.HasExtension(text)) || OfficialRelease.Names(text))
            return (text, false);
        throw Missing(request, OptionCatalogue.BaseModel, path);
    }

    private static string? ExistingFile(ProjectRequest request, TextOption option)
    {
        if (option.Read(request) is not { Length: > 0 } text)
            return null;
        var path = request.Resolve(text);
        return File.Exists(path) ? path : throw Missing(request, option, path);
    }

    private static string Hint(string path) =>
        OfficialRelease.Names(Path.GetFileName(path)) ? $" '{Path.GetFileName(path)}' alone, without a folder, has the official file fetched." : "";

    private static PruneException Missing(ProjectRequest request, ProjectOption option, string path) =>
        new(Codes.MissingFile, $"{option.Name} names '{path}', which {(Directory.Exists(path) ? "is a folder" : "does not exist")}. Nothing can be made without it; relative paths start at the project's folder. Correct the path.{(option == OptionCatalogue.BaseModel ? Hint(path) : "")}", request.LocationOf(option.Name));

    private static void RefuseContradictions(ProjectRequest request, ProjectOptions options)
    {
        var iterative = OptionCatalogue.Schedule.Read(request) == Iterative;
        if (iterative != options.PruneSteps > 1)
            throw new PruneException(Codes.ContradictoryOptions, $"Schedule is '{OptionCatalogue.Schedule.Read(request)}' and PruneSteps is {options.PruneSteps}: an iterative schedule has at least 2 steps, any other has 1. {(iterative ? "Set PruneSteps, for example to 3." : "Set Schedule to 'iterative', or remove PruneSteps.")}", request.LocationOf(iterative ? OptionCatalogue.Schedule.Name : OptionCatalogue.PruneSteps.Name));
        if (options.FineTuneEpochs > 0 && options.FineTuneEpochs < options.PruneSteps)
            throw new PruneException(Codes.ContradictoryOptions, $"FineTuneEpochs is {options.FineTuneEpochs} and PruneSteps is {options.PruneSteps}: each step needs an epoch at least. Raise the one or lower the other.", request.LocationOf(OptionCatalogue.PruneSteps.Name));
        GranularityChecks.Verify(request, options);
        ImitationChecks.Verify(request, options);
        PenaltyChecks.Verify(request, options);
        if (options is { IsSensitivityGuided: true, SparseEpochs: > 0 })
            throw new PruneException(Codes.ContradictoryOptions, $"Schedule is 'sensitivity' and SparseEpochs is {options.SparseEpochs}: sparse training leads channels to zero that importance names, and sensitivity would cut others. Set SparseEpochs to 0, or Schedule to 'one-shot'.", request.LocationOf(OptionCatalogue.SparseEpochs.Name));
        if (options.Targets.IsEmpty && options.LayerSparsities.IsEmpty && options.Granularity != Granularities.TwoOfFour && options.Goal is null)
            throw new PruneException(Codes.NoTarget, "The project has neither a SparsityTarget nor a LayerSparsity, so nothing would be pruned. Say how small the network must be: <SparsityTarget Include=\"Flops\" Reduction=\"50%\" />.", request.Location);
        if (options is { NoCache: true, FailIfNotCached: true })
            throw new PruneException(Codes.ContradictoryOptions, "PruningNoCache and PruningFailIfNotCached are both true: one refuses stored results and the other accepts nothing else. Set one of them.", request.LocationOf(OptionCatalogue.FailIfNotCached.Name));
    }
}
