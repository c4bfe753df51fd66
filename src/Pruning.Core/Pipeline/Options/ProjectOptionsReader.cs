using Pruning.Checkpoints.Official;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Evaluation.Gates;
using Pruning.Pipeline.Store.Remote;
using Pruning.Slimming;
using Pruning.Training.Sparsity;

namespace Pruning.Pipeline.Options;

/// <summary>Reads a project's settings.</summary>
internal static class ProjectOptionsReader
{
    private const string Sensitivity = "sensitivity";
    private const string Gradual = "gradual";
    private const string Early = "early";
    private const string Automatic = "auto";

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
        OptionContradictions.Refuse(request, options);
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
}
