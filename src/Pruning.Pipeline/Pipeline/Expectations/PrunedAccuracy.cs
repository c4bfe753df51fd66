using System.Globalization;
using System.Text.Json;
using Pruning.Data;
using Pruning.Evaluation;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Onnx.Runtime;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Prune;
using Pruning.Pipeline.Store;
using Pruning.Pruners;
using Pruning.Storage;

namespace Pruning.Pipeline.Expectations;

/// <summary>
/// Measures what a planned cut leaves before anything is trained: on the validation images, by ONNX Runtime, as the
/// build measures in the end.
/// </summary>
/// <param name="options">The cut, with what is done to recover from it.</param>
internal sealed class PrunedAccuracy(PruneOptions options, StageInputs inputs)
{
    // Enough to tell shares by, few enough to take seconds.
    private const int MostImages = 200;

    private readonly CalibrationImages _images = new(inputs, options.Recovery!.Images, options.ImageSize);

    /// <summary>Takes a progress line and the share done, if known.</summary>
    public Action<string, double?> Report { get; init; } = (_, _) => { };

    public CancellationToken Cancellation { get; init; }

    /// <summary>What it looks at.</summary>
    public IEnumerable<StageInput> Reads => [.. _images.Reads, inputs.ValidationImages];

    /// <param name="network">Before the cut.</param>
    /// <param name="resolution">Side in pixels at which the cut network looks at pictures.</param>
    /// <returns>Nothing where there is nothing to tell by, and why.</returns>
    public (MeasuredAccuracy? Measured, string? Because) Of(Network network, PrunedNetwork cut, int resolution)
    {
        if (cut.Channels is null || !options.Recovery!.Reconstruct)
            return (null, "it is known of cuts of channels whose weights are fitted");
        if (inputs.Watched is not { LabelCount: > 0 })
            return (null, "the dataset has no labelled validation images");
        var dense = Whole(network, options.ImageSize);
        return dense >= ExpectedAccuracy.LeastDense
            ? (new MeasuredAccuracy(dense, Whole(network, resolution), Fitted(network, cut, resolution)), null)
            : (
                null,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the dense network has hardly learnt the classes yet, mAP50-95 {dense:0.0000} on the "
                        + $"validation images"
                )
            );
    }

    /// <summary>mAP50-95 of the network before the cut, 0 to 1.</summary>
    /// <param name="resolution">Side in pixels at which it looks at pictures.</param>
    public double Whole(Network network, int resolution) =>
        Remembered(KeyOf(network, null, resolution), () =>
            Accuracy(network, resolution, "measuring the dense network")
        );

    /// <summary>mAP50-95 after a cut of channels, the weights fitted and nothing trained, 0 to 1.</summary>
    /// <param name="resolution">Side in pixels at which the network looks at pictures.</param>
    public double Fitted(Network network, PrunedNetwork cut, int resolution) =>
        cut.Channels is { IsEmpty: true } && cut.Network.Graph.HasActivationsOf(network.Graph)
            ? Whole(network, resolution)
            : Remembered(KeyOf(network, cut, resolution), () =>
            {
                var recovery = new AccuracyRecovery(
                    options.Recovery! with
                    {
                        Reconstruct = true,
                        ImitationSteps = 0,
                    },
                    _images with
                    {
                        ImageSize = resolution,
                    }
                );
                var fitted = recovery.Run(
                    network,
                    cut.Network,
                    cut.Channels,
                    new RecoveryWork(null, Report, null, Cancellation)
                );
                return Accuracy(fitted, resolution, "measuring what the cut leaves");
            });

    private double Remembered(Fingerprint key, Func<double> measure)
    {
        if ((!inputs.RemembersLooks ? null : RememberedLooks.TryRead(inputs.Cache, key, Parse)) is { } known)
            return known.Map5095;
        var measured = measure();
        RememberedLooks.Keep(inputs.Cache, key, ReportJson.Write(new Look(measured)));
        return measured;
    }

    // From all over: names often begin with a class.
    private static DatasetSplit Some(DatasetSplit split)
    {
        var count = Math.Min(MostImages, split.Images.Length);
        return split with
        {
            Images =
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(index => split.Images[(int)((long)index * split.Images.Length / count)]),
            ],
        };
    }

    private double Accuracy(Network network, int resolution, string words)
    {
        Report(words, null);
        var size = options.ImageSize;
        var file = OnnxExporter.Export(network, new OnnxExportOptions(size).SeenAt(resolution));
        using var detector = OnnxDetector.ForDatasets(file, "the planned network");
        return Evaluator
            .Evaluate(
                detector,
                Some(inputs.Watched!),
                new EvaluationOptions { ImageSize = size },
                cancellation: Cancellation
            )
            .Map5095
            ?? 0;
    }

    // The dense network is measured as it is: no images take part but those of validation.
    private Fingerprint KeyOf(Network network, PrunedNetwork? cut, int resolution)
    {
        var builder = new FingerprintBuilder()
            .Add("look", "accuracy of a planned cut")
            .Add("engine", EngineIdentity.Content)
            .AddNetwork(network)
            .Add("plan", cut?.PlanJson)
            .Add(
                "activations",
                cut is null || cut.Network.Graph.HasActivationsOf(network.Graph)
                    ? null
                    : string.Join(
                        ' ',
                        cut.Network.Graph.Nodes.OfType<ActivationNode>().Select(node => node.Kind).Distinct()
                    )
            )
            .Add("image size", options.ImageSize)
            .Add("resolution", resolution)
            .AddInputs([inputs.ValidationImages]);
        return cut is null
            ? builder.Build()
            : builder.AddOptions(options.Recovery!.Images).AddInputs(_images.Reads).Build();
    }

    private static Look? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Look>(text, ReportJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Look(double Map5095);
}
