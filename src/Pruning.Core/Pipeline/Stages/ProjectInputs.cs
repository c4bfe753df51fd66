using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Execution;
using Pruning.Native;
using Pruning.Pipeline.Options;
using Pruning.Training;

namespace Pruning.Pipeline.Stages;

/// <summary>What the stages of one project share: its options, its dataset, and how it computes.</summary>
/// <param name="Options">Checked.</param>
/// <param name="Request">Where the options came from, for places in messages.</param>
/// <param name="Dataset">Its yaml is read; splits are when first asked for.</param>
/// <param name="Splits">The dataset's content.</param>
/// <param name="Files">Hashes of files.</param>
/// <param name="Hyperparameters">Of training.</param>
/// <param name="Augmentation">Of training images.</param>
/// <param name="Execution">The device, resolved: results depend on it.</param>
/// <param name="Precision">The arithmetic of training; null leaves it to a trial.</param>
/// <param name="Cache">The stage store's folder.</param>
public sealed record ProjectInputs(
    ProjectRequest Request,
    ProjectOptions Options,
    Dataset Dataset,
    SplitHashes Splits,
    FileHashes Files,
    Hyperparameters Hyperparameters,
    AugmentationOptions Augmentation,
    ExecutionOptions Execution,
    Precision? Precision,
    string Cache)
{
    /// <summary>The split that training watches, or null where the dataset has none.</summary>
    public const string Validation = "val";

    /// <summary>Reads the dataset's yaml and the hyperparameters, and settles how to compute.</summary>
    /// <param name="cache">The stage store's folder, which also remembers the hashes of files.</param>
    /// <param name="cancellation">Stops the reading of images when they are first asked for.</param>
    /// <param name="needsTorch">False only looks: nothing is computed with tensors, and the device is taken to be the CPU.</param>
    public static ProjectInputs Open(ProjectRequest request, ProjectOptions options, string cache, IDiagnosticSink diagnostics, bool needsTorch = true, CancellationToken cancellation = default)
    {
        NativeLoader.PatchingAllowed &= options.PatchNativeLibraries;
        NativeLoader.CacheFolder = cache;
        if (needsTorch)
            TorchRuntime.Initialize(new TorchRuntimeOptions(LibTorchFolder: options.TorchFolder));
        var dataset = Dataset.Load(options.Dataset, diagnostics, options.DataReading);
        RequireSplit(request, dataset, "train", OptionCatalogue.Dataset.Name);
        RequireSplit(request, dataset, options.GateSplit, OptionCatalogue.GateSplit.Name);
        var files = FileHashes.Load(Path.Combine(cache, "hashes", $"{new FingerprintBuilder().Add("dataset", options.Dataset).Build().Hex[..32]}.tsv"));
        var (hyperparameters, augmentation) = options.Hyperparameters is { } yaml ? HyperparameterFile.Read(yaml) : (new Hyperparameters(), new AugmentationOptions());
        hyperparameters = hyperparameters with { LabelSmoothing = options.LabelSmoothing ?? hyperparameters.LabelSmoothing };
        return new ProjectInputs(request, options, dataset, new SplitHashes(dataset, files, diagnostics, cancellation), files, hyperparameters, augmentation, new ExecutionOptions(needsTorch ? ExecutionDevice.Resolve(options.Device) : ExecutionDevice.Cpu), TrainingPrecision.Named(options.Precision), cache);
    }

    private static void RequireSplit(ProjectRequest request, Dataset dataset, string split, string option)
    {
        if (!dataset.HasSplit(split))
            throw new PruneException(Codes.MissingSplit, $"The dataset '{Path.GetFileName(dataset.YamlPath)}' names no '{split}' images, and this project needs them. Add '{split}:' to the yaml{(option == OptionCatalogue.GateSplit.Name ? ", or choose another GateSplit" : "")}.", request.LocationOf(option));
    }
}
