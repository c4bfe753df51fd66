using System.Collections.Immutable;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Pipeline.Store;
using Pruning.Slimming;
using Pruning.Slimming.Sensitivity;
using Pruning.Training;

namespace Pruning.Pipeline.Stages;

/// <param name="ImageSize">Pixels.</param>
/// <param name="Batches">Batches of training images for statistics and evidence.</param>
/// <param name="Sparsities">The shares to remove.</param>
public sealed record SensitivitySettings(int ImageSize, int BatchSize, Importance Importance, int Batches, ImmutableArray<double> Sparsities, ExecutionOptions Execution);

/// <summary>Measures a model's sensitivity on a dataset, and keeps what is measured beside the stage store, by all that it depends on.</summary>
public static class SensitivityRun
{
    /// <param name="cache">The stage store's folder.</param>
    /// <exception cref="PruneException">The model, the data or the settings are at fault.</exception>
    public static SensitivityReport Of(Network network, Dataset dataset, SensitivitySettings settings, string cache, Action<string, double?> report, IDiagnosticSink diagnostics, CancellationToken cancellation)
    {
        StrideFit.Require(settings.ImageSize, network.MaximumStride);
        var validation = dataset.Split(ProjectInputs.Validation);
        if (validation.LabelCount == 0)
            throw new PruneException(Codes.NoLabels, $"The {validation.Images.Length} images of '{validation.Name}' have no labels, so there is no accuracy to lose. Labels are expected like '{validation.Images.FirstOrDefault()?.LabelPath}'.");
        StoreFailure.RequireWritable(cache);
        var splits = new SplitHashes(dataset, FileHashes.Fresh(), diagnostics);
        var key = KeyOf(network, splits, settings);
        var file = Path.Combine(cache, "sensitivity", $"{key}.json");
        using var exclusive = FileLock.Acquire(CacheLocation.LocksIn(cache), key, "measuring sensitivity", holder => report($"waiting for {holder}", null), cancellation);
        var images = new CutImages(dataset, splits, new AugmentationOptions(), settings.ImageSize, settings.BatchSize, Seed: 0, new Hyperparameters(), settings.Execution);
        var measure = new SensitivityMeasure(() => images.Take(settings.Batches), validation, new EvaluationOptions { ImageSize = settings.ImageSize, BatchSize = settings.BatchSize }, settings.Execution, cancellation);
        var options = new SlimmingOptions
        {
            Importance = settings.Importance,
            Image = Extent.Square(settings.ImageSize),
            Evidence = images.Evidence(settings.Batches, cancellation),
        };
        return new SensitivityProbe(network, options, measure.Of).Run(key, settings.Sparsities, file, report, cancellation);
    }

    private static string KeyOf(Network network, SplitHashes splits, SensitivitySettings settings) => new FingerprintBuilder()
        .Add("engine", EngineIdentity.Content)
        .AddNetwork(network)
        .Add("train", splits.Of("train"))
        .Add("val", splits.Of(ProjectInputs.Validation))
        .Add("image size", settings.ImageSize)
        .Add("batch", settings.BatchSize)
        .Add("importance", settings.Importance.ToString())
        .Add("batches", settings.Batches)
        .Add("sparsities", settings.Sparsities.Select(share => share.ToString("R", System.Globalization.CultureInfo.InvariantCulture)))
        .Add("device", settings.Execution.Device.IsCuda ? "cuda" : "cpu")
        .Build().Hex;
}
