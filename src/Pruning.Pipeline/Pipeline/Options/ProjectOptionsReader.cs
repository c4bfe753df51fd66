using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Evaluation.Gates;
using Pruning.Onnx;
using Pruning.Pruners;

namespace Pruning.Pipeline.Options;

/// <summary>Reads a project's settings.</summary>
internal static class ProjectOptionsReader
{
    private const string Sensitivity = "sensitivity";

    /// <summary>
    /// Reads every option: a value that is wrong, unknown or not done by this version is refused at its line; none is
    /// ignored.
    /// </summary>
    /// <exception cref="PruneException">PRUNE0101 to PRUNE0110.</exception>
    public static ProjectOptions Read(ProjectRequest request, IDiagnosticSink diagnostics)
    {
        Misspellings.Refuse(request.Sources, diagnostics);
        LostUpdates.Report(request, diagnostics);
        foreach (var option in OptionCatalogue.All)
            option.Check(request);
        var options = WithTrainings(
            request,
            new ProjectOptions
            {
                Import = ImportOptions.Read(request),
                Dataset = InputFile.Find(request, OptionCatalogue.Dataset)!,
                DataReading = new DatasetOptions
                {
                    SingleClass = OptionCatalogue.SingleClass.Read(request),
                    Strict = OptionCatalogue.StrictData.Read(request),
                    Unlabeled = ItemReader.UnlabeledImages(request),
                },
                Recipe = RecipeOptions.Read(request),
                Device = OptionCatalogue.Device.Read(request),
                Train = TrainOptions.Read(request, OptionCatalogue.TrainEpochs.Read(request)),
                SparseTrain = TrainOptions.Read(request, SparseEpochsOf(request)),
                FineTune = TrainOptions.Read(request, OptionCatalogue.FineTuneEpochs.Read(request)),
                Prune = PruneOptions.Read(request),
                Rounds = PruningRound.All(OptionCatalogue.PruneSteps.Read(request)),
                IsSensitivityGuided = OptionCatalogue.Schedule.Read(request) == Sensitivity,
                Resolution = OptionCatalogue.Resolution.Read(request),
                Quantize = QuantizeOptions.Read(request),
                Export = new OnnxExportOptions(
                    OptionCatalogue.ImageSize.Read(request),
                    OptionCatalogue.OnnxOpset.Read(request)
                ),
                IncludesSuppression = OptionCatalogue.IncludeNms.Read(request),
                GateSplit = OptionCatalogue.GateSplit.Read(request),
                ImageCache = ImageCacheLimits.Read(request),
                TorchFolder = OptionCatalogue.TorchFolder.Read(request) is { Length: > 0 } folder
                    ? request.Resolve(folder)
                    : null,
                PatchNativeLibraries = OptionCatalogue.PatchNativeLibraries.Read(request),
                NoCache = OptionCatalogue.NoCache.Read(request),
                FailIfNotCached = OptionCatalogue.FailIfNotCached.Read(request),
                RemoteCache = RemoteCacheOptions.Read(request),
                Slurm = SlurmOptions.Read(request),
                Signing = SigningOptions.Read(request),
                Goal = ItemReader.Goal(request),
                Reports = OptionCatalogue.Reports.Read(request),
                Gates = ItemReader.Gates(request, SeverityOf(OptionCatalogue.GateSeverity.Read(request))),
                LockedBaseline = new LockedBaselineOptions(
                    LockedBaselineFile.PathOf(request.ProjectPath),
                    OptionCatalogue.AcceptBaseline.Read(request),
                    OptionCatalogue.BaselineAccuracySlack.Read(request),
                    OptionCatalogue.BaselineCostSlack.Read(request),
                    SeverityOf(OptionCatalogue.GateSeverity.Read(request)) ?? DiagnosticSeverity.Error
                )
                {
                    Confidence = OptionCatalogue.BaselineConfidence.Read(request),
                    Resamples = OptionCatalogue.BaselineResamples.Read(request),
                },
            }
        );
        options = options with { QuantizeAware = QuantizeAwareOptions.Read(request, options) };
        OptionContradictions.Refuse(request, options);
        return options;
    }

    // What each of the trainings takes of the options that all could take.
    private static ProjectOptions WithTrainings(ProjectRequest request, ProjectOptions read)
    {
        var distillation = DistillationChoice.Read(request, InputFile.Find(request, OptionCatalogue.Teacher));
        var (hasTrained, hasTrainedSparsely) = (read.Train.Epochs > 0, read.SparseTrain.Epochs > 0);
        return read with
        {
            Train = read.Train.As(StageKind.Train) with { Freeze = 0 },
            SparseTrain = read.SparseTrain.As(StageKind.SparseTrain).After(hasTrained) with
            {
                Patience = 0,
                Freeze = 0,
                Distillation = distillation is { WhileSparse: true } ? distillation : null,
                Sparsity = SparsityOptions.Read(request, hasTrainedSparsely),
            },
            FineTune = read.FineTune.After(hasTrained || hasTrainedSparsely) with
            {
                Distillation = distillation,
                KeepsZeros = read.Prune.Granularity.LeavesZeros,
            },
            ChoosesActivation = ActivationChoice.IsOpen(request, read),
            Prune = read.Prune with
            {
                Recovery = RecoveryOptions.Read(request, read.TrainsPruned),
                Activation = ActivationChoice.Read(request, read),
                // Where floats may ship, they are what a time has to hold for.
                IsQuantized = read.Quantize is { MayStayFloat: false },
            },
        };
    }

    // It leads channels to zero that a plan by importance names; without such a plan there is none unless it is asked
    // for, and then it is refused.
    private static int SparseEpochsOf(ProjectRequest request)
    {
        var hasPlan =
            Granularity.Named(OptionCatalogue.Granularity.Read(request)).RemovesChannels
            && OptionCatalogue.Schedule.Read(request) != Sensitivity;
        return hasPlan || request.Find(OptionCatalogue.SparseEpochs.Name) is not null
            ? OptionCatalogue.SparseEpochs.Read(request)
            : 0;
    }

    private static DiagnosticSeverity? SeverityOf(string choice) =>
        choice switch
        {
            "error" => DiagnosticSeverity.Error,
            "warning" => DiagnosticSeverity.Warning,
            _ => null,
        };
}
