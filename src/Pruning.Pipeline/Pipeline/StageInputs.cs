using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Execution;
using Pruning.Onnx;
using Pruning.Pipeline.Options;
using Pruning.Storage;
using Pruning.Training;

namespace Pruning.Pipeline;

/// <summary>What the stages of one project read from outside of the store, and where they compute.</summary>
/// <param name="Dataset">Its yaml is read; splits are when first asked for.</param>
/// <param name="Splits">The dataset's content.</param>
/// <param name="Files">Hashes of files.</param>
/// <param name="Hyperparameters">Of training.</param>
/// <param name="Augmentation">Of training images.</param>
/// <param name="Execution">The device, resolved: results depend on it.</param>
/// <param name="Cache">The stage store's folder.</param>
public sealed record StageInputs(
    Dataset Dataset,
    SplitHashes Splits,
    FileHashes Files,
    Hyperparameters Hyperparameters,
    AugmentationOptions Augmentation,
    ExecutionOptions Execution,
    string Cache
)
{
    /// <summary>The split that training watches.</summary>
    public const string Validation = "val";

    /// <summary>Where decoded images are kept.</summary>
    public ImageCacheLimits ImageCache { get; init; } = new();

    /// <summary>Whether plans and measurements of earlier looks count.</summary>
    public bool RemembersLooks { get; init; } = true;

    /// <summary>The images that training watches; null where the dataset has none.</summary>
    public DatasetSplit? Watched => Dataset.HasSplit(Validation) ? Dataset.Split(Validation) : null;

    internal StageInput TrainingImages => Images("training images", "train");

    internal StageInput ValidationImages => Images("validation images", Validation);

    internal StageInput UnlabeledImages => Images("unlabelled images", Dataset.Unlabeled);

    internal StageInput Augmented => new("augmentation", FingerprintBuilder.TextOf(Augmentation));

    /// <summary>They weigh the loss.</summary>
    internal StageInput Weighed => new("hyperparameters", FingerprintBuilder.TextOf(Hyperparameters));

    internal StageInput Device => new("device", Execution.Device.IsCuda ? "cuda" : "cpu");

    /// <summary>The input of what depends on the processor that it ran on.</summary>
    internal const string ProcessorName = "processor";

    /// <summary>What a time was measured with.</summary>
    internal static IEnumerable<StageInput> Machine =>
        [new(ProcessorName, Pipeline.Machine.Processor), new("runtime", OnnxSessions.RuntimeVersion)];

    internal StageInput File(string name, string? path) => new(name, path is null ? null : Files.Of(path));

    private StageInput Images(string name, string split) =>
        new(name, Dataset.HasSplit(split) ? Splits.Of(split).Hex : null);

    /// <summary>With the usual hyper-parameters.</summary>
    /// <param name="cancellation">Stops the reading of images when they are first asked for.</param>
    /// <param name="cache">The stage store's folder, which also remembers the hashes of files.</param>
    public static StageInputs Of(
        Dataset dataset,
        ExecutionOptions execution,
        string cache,
        IDiagnosticSink diagnostics,
        CancellationToken cancellation
    )
    {
        var files = FileHashes.Load(
            Path.Combine(
                cache,
                "hashes",
                $"{new FingerprintBuilder().Add("dataset", dataset.YamlPath).Build().Hex[..32]}.tsv"
            )
        );
        return new StageInputs(
            dataset,
            new SplitHashes(dataset, files, diagnostics, cancellation),
            files,
            new Hyperparameters(),
            new AugmentationOptions(),
            execution,
            cache
        );
    }

    /// <summary>The same with other hyper-parameters.</summary>
    /// <exception cref="PruneException">Their file cannot be read.</exception>
    public StageInputs With(RecipeOptions recipe)
    {
        var (hyperparameters, augmentation) = recipe.File is { } yaml
            ? HyperparameterFile.Read(yaml)
            : (Hyperparameters, Augmentation);
        return this with
        {
            Hyperparameters = hyperparameters with
            {
                LabelSmoothing = recipe.LabelSmoothing ?? hyperparameters.LabelSmoothing,
            },
            Augmentation = augmentation,
        };
    }
}
