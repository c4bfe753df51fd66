using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Pipeline.Options;
using Pruning.Slimming;

namespace Pruning.Pipeline.Stages;

/// <summary>How a project's networks are cut: shared by the check before training, the sparse training and the pruning.</summary>
public sealed class CutSettings(ProjectOptions options)
{
    private SlimmingOptions Slimming { get; } = new()
    {
        Importance = MeasureOf(options.Importance),
        ChannelMultiple = options.ChannelMultiple,
        KeepLayers = options.KeepLayers,
        LayerSparsities = options.LayerSparsities,
        Image = Extent.Square(options.ImageSize),
        Seed = options.Seed,
        ExportedSize = network => OnnxExporter.Export(network, new OnnxExportOptions(options.ImageSize, options.OnnxOpset)).LongLength,
    };

    /// <summary>Whether the project asks for a cut at all.</summary>
    public bool IsEmpty => options.Targets.IsEmpty && options.LayerSparsities.IsEmpty;

    public PrunePlan Plan(Network network, IDiagnosticSink? diagnostics) => PrunePlanner.Plan(network, options.Targets, Slimming, diagnostics);

    /// <summary>The BatchNorm layers whose channels may be cut.</summary>
    public ImmutableArray<string> PrunableNorms(Network network) =>
        [.. Coupling.Analyze(network).Groups
            .Where(group => !group.IsHeld && !group.Producers.Any(producer => options.KeepLayers.Any(keep => keep.Layers.Matches(producer.Layer))))
            .SelectMany(group => group.Norms)
            .Select(norm => norm.Layer)
            .Distinct()];

    public void Describe(FingerprintBuilder description)
    {
        description
            .Add("importance", options.Importance)
            .Add("channel multiple", options.ChannelMultiple?.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .Add("cut at image size", options.ImageSize)
            .Add("cut seed", options.Seed)
            .Add("kept layers", options.KeepLayers.Select(layer => layer.Layers.Text));
        description.Add("layer sparsities", options.LayerSparsities.Length);
        foreach (var layer in options.LayerSparsities)
            description.Add(layer.Layers.Text, layer.Ratio);
        description.Add("targets", options.Targets.Length);
        foreach (var target in options.Targets)
            description.Add($"{target.Metric} reduction", target.Reduction).Add($"{target.Metric} maximum", target.Maximum);
        // The size of the exported file depends on the operator set.
        if (options.Targets.Any(target => target.Metric == TargetMetric.FileSize))
            description.Add("opset", options.OnnxOpset);
    }

    private static Importance MeasureOf(string name) => name switch
    {
        "bn-scale" => Importance.BnScale,
        "l1" => Importance.L1,
        "l2" => Importance.L2,
        "lamp" => Importance.Lamp,
        "random" => Importance.Random,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "The option catalogue and the measures have come apart."),
    };
}
