using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Graphs;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Prune;
using Pruning.Pruners;
using Pruning.Pruners.Sensitivity;
using Pruning.Storage;

namespace Pruning.Pipeline.Stages;

/// <summary>Measures a network's sensitivity on a dataset.</summary>
public sealed class SensitivityRun(SensitivityOptions options, StageInputs inputs)
{
    private readonly CalibrationImages _images = new(inputs, options.Images, options.ImageSize);

    /// <summary>What the figures depend on beside the options and the network.</summary>
    internal IEnumerable<StageInput> Reads => [.. _images.Reads, inputs.ValidationImages, inputs.Weighed];

    /// <param name="key">Names what is measured: a file that was written under another one is not gone on with.</param>
    /// <param name="file">Keeps what is measured, group by group.</param>
    /// <exception cref="PruneException">The model, the data or the options are at fault.</exception>
    public SensitivityReport Measure(
        Network network,
        string key,
        string file,
        Action<string, double?> report,
        CancellationToken cancellation
    )
    {
        var evaluation = new EvaluationOptions { ImageSize = options.ImageSize, BatchSize = options.Images.BatchSize };
        var measure = new SensitivityMeasure(
            () => _images.Take(options.StatisticsBatches),
            inputs.Watched!,
            evaluation,
            _images.Execution,
            cancellation
        );
        var judged = new PlanningOptions
        {
            Importance = options.Importance,
            KeepLayers = options.KeepLayers,
            Image = Extent.Square(options.ImageSize),
            Seed = options.Images.Seed,
            Evidence = _images.Evidence(options.ImportanceBatches, cancellation),
        };
        return new SensitivityProbe(network, judged, measure.Of).Run(
            key,
            options.Sparsities,
            file,
            report,
            cancellation
        );
    }

    /// <summary>
    /// The same for a model that no project has made: what is measured is kept beside the stage store, by all that it
    /// depends on.
    /// </summary>
    /// <exception cref="PruneException">The model, the data or the options are at fault.</exception>
    public SensitivityReport MeasureOnce(
        Network network,
        Action<string, double?> report,
        CancellationToken cancellation
    )
    {
        StrideFit.Require(options.ImageSize, network.MaximumStride);
        var validation = inputs.Dataset.Split(StageInputs.Validation);
        if (validation.LabelCount == 0)
            throw new PruneException(
                Codes.NoLabels,
                $"The {validation.Images.Length} images of '{validation.Name}' have no labels, so there is no "
                    + $"accuracy to lose. Labels are expected like '{validation.Images.FirstOrDefault()?.LabelPath}'."
            );
        StoreFailure.RequireWritable(inputs.Cache);
        var key = new FingerprintBuilder()
            .Add("engine", EngineIdentity.Content)
            .AddNetwork(network)
            .AddOptions(options)
            .AddInputs(Reads)
            .Build()
            .Hex;
        using var exclusive = FileLock.Acquire(
            CacheLocation.LocksIn(inputs.Cache),
            key,
            "measuring sensitivity",
            holder => report($"waiting for {holder}", null),
            cancellation
        );
        return Measure(network, key, Path.Combine(inputs.Cache, "sensitivity", $"{key}.json"), report, cancellation);
    }
}
