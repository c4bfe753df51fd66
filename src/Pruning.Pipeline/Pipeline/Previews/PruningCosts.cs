using System.Collections.Immutable;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Prune;
using Pruning.Pruners;

namespace Pruning.Pipeline.Previews;

/// <summary>What a cut network costs, whole and by layer, beside the dense one.</summary>
/// <param name="Targets">In the order in which they were asked for.</param>
/// <param name="Before">Of the dense network.</param>
/// <param name="After">Of the cut one.</param>
/// <param name="Layers">Every convolution of the dense network, in graph order.</param>
public sealed record PruningCosts(
    ImmutableArray<PreviewTarget> Targets,
    PreviewCost Before,
    PreviewCost After,
    ImmutableArray<PreviewLayer> Layers
)
{
    private const int BytesAValue = 4;

    /// <param name="export">How the file is written whose bytes count.</param>
    public static PruningCosts Count(Network dense, PrunedNetwork cut, PruneOptions options, OnnxExportOptions export)
    {
        var before = CostOf(dense, export, cut.Latency?.BeforeMilliseconds);
        var after = CostOf(cut.Network, export.SeenAt(options.Resolution), cut.Latency?.AfterMilliseconds);
        return new PruningCosts(
            [.. options.Targets.Select(target => TargetOf(target, before, after, options))],
            before,
            after,
            LayersOf(dense, cut, options)
        );
    }

    private static PreviewCost CostOf(Network network, OnnxExportOptions export, double? latency)
    {
        var cost = NetworkCost.Count(network, export.NetworkSize, export.NetworkSize);
        return new PreviewCost(
            cost.Parameters,
            network
                .Parameters.Where(NetworkCost.IsTrainable)
                .Sum(parameter => parameter.Values.LongCount(value => value != 0)),
            cost.Flops,
            OnnxExporter.Export(network, export).LongLength,
            network
                .Graph.Nodes.OfType<ConvolutionNode>()
                .Sum(node => network.Parameters[$"{node.Name}.weight"].Shape[0]),
            latency
        );
    }

    private static PreviewTarget TargetOf(
        SparsityTarget target,
        PreviewCost before,
        PreviewCost after,
        PruneOptions options
    )
    {
        // Zeros remove values that are trained, and no shape.
        var planned = options.Granularity.LeavesZeros ? after.NonZero : Count(after, target.Metric);
        var dense = Count(before, target.Metric);
        var limit = target.LimitFor(dense);
        return new PreviewTarget(target.ToString(), target.Metric.ToString(), dense, limit, planned, planned <= limit);
    }

    private static double Count(PreviewCost cost, TargetMetric metric) =>
        metric switch
        {
            TargetMetric.Channels => cost.Channels,
            TargetMetric.Parameters => cost.Parameters,
            TargetMetric.Flops => cost.Flops,
            TargetMetric.FileSize => cost.FileSize,
            TargetMetric.Latency => cost.LatencyMs ?? double.NaN,
            _ => throw new ArgumentOutOfRangeException(
                nameof(metric),
                metric,
                "The preview does not know this target."
            ),
        };

    private static ImmutableArray<PreviewLayer> LayersOf(Network dense, PrunedNetwork cut, PruneOptions options)
    {
        var after = Convolutions(cut.Network, options.NetworkSize)
            .ToDictionary(layer => layer.Name, StringComparer.Ordinal);
        return
        [
            .. Convolutions(dense, options.ImageSize)
                .Select(layer => new PreviewLayer(
                    layer.Name,
                    CostOf(layer, dense),
                    after.TryGetValue(layer.Name, out var rest)
                        ? CostOf(rest, cut.Network)
                        : new PreviewLayerCost(0, 0, 0, 0, 0),
                    cut.KeptBecause[layer.Name]
                )),
        ];
    }

    private static IEnumerable<LayerSummary> Convolutions(Network network, int imageSize) =>
        NetworkSummary
            .Summarize(network, imageSize, imageSize)
            .Layers.Where(layer => network.Graph[layer.Name] is ConvolutionNode);

    // In the file the norm is folded into weights and a bias.
    private static PreviewLayerCost CostOf(LayerSummary layer, Network network) =>
        new(
            layer.InputChannels,
            layer.OutputChannels,
            layer.Parameters,
            layer.Flops,
            BytesAValue * (network.Parameters[$"{layer.Name}.weight"].Values.LongLength + layer.OutputChannels)
        );
}
