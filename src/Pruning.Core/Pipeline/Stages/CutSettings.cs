using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Pipeline.Options;
using Pruning.Slimming;

namespace Pruning.Pipeline.Stages;

/// <summary>How a project's networks are cut: shared by the check before training, the sparse training and the pruning.</summary>
public sealed class CutSettings(ProjectInputs inputs)
{
    private readonly ProjectOptions _options = inputs.Options;
    private readonly PlainTrainingImages _images = new(inputs);

    private SlimmingOptions Slimming { get; } = new()
    {
        Importance = MeasureOf(inputs.Options.Importance),
        ChannelMultiple = inputs.Options.ChannelMultiple,
        KeepLayers = inputs.Options.KeepLayers,
        LayerSparsities = inputs.Options.LayerSparsities,
        Image = Extent.Square(inputs.Options.ImageSize),
        Seed = inputs.Options.Seed,
        ExportedSize = network => OnnxExporter.Export(network, new OnnxExportOptions(inputs.Options.ImageSize, inputs.Options.OnnxOpset)).LongLength,
    };

    /// <summary>Whether the project asks for a cut at all.</summary>
    public bool IsEmpty => _options.Targets.IsEmpty && _options.LayerSparsities.IsEmpty;

    public PrunePlan Plan(Network network, IDiagnosticSink? diagnostics, CancellationToken cancellation = default) =>
        PrunePlanner.Plan(network, _options.Targets, Slimming with { Evidence = _images.Evidence(cancellation) }, diagnostics);

    /// <summary>The BatchNorm layers whose channels may be cut.</summary>
    public ImmutableArray<string> PrunableNorms(Network network) =>
        [.. Coupling.Analyze(network).Groups
            .Where(group => !group.IsHeld && !group.Producers.Any(producer => _options.KeepLayers.Any(keep => keep.Layers.Matches(producer.Layer))))
            .SelectMany(group => group.Norms)
            .Select(norm => norm.Layer)
            .Distinct()];

    public void Describe(FingerprintBuilder description)
    {
        description
            .Add("importance", _options.Importance)
            .Add("channel multiple", _options.ChannelMultiple?.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .Add("cut at image size", _options.ImageSize)
            .Add("cut seed", _options.Seed)
            .Add("kept layers", _options.KeepLayers.Select(layer => layer.Layers.Text));
        description.Add("layer sparsities", _options.LayerSparsities.Length);
        foreach (var layer in _options.LayerSparsities)
            description.Add(layer.Layers.Text, layer.Ratio);
        description.Add("targets", _options.Targets.Length);
        foreach (var target in _options.Targets)
            description.Add($"{target.Metric} reduction", target.Reduction).Add($"{target.Metric} maximum", target.Maximum);
        // The size of the exported file depends on the operator set.
        if (_options.Targets.Any(target => target.Metric == TargetMetric.FileSize))
            description.Add("opset", _options.OnnxOpset);
        if (Slimming.Importance is Importance.Taylor or Importance.Activation)
            DescribeImages(description);
    }

    private void DescribeImages(FingerprintBuilder description)
    {
        description.Add("importance batches", _options.ImportanceBatches);
        _images.Describe(description);
        // They weigh the loss.
        if (Slimming.Importance is Importance.Taylor)
            description.Add("hyperparameters", inputs.Hyperparameters.ToString());
    }

    private static Importance MeasureOf(string name) => name switch
    {
        "bn-scale" => Importance.BnScale,
        "l1" => Importance.L1,
        "l2" => Importance.L2,
        "fpgm" => Importance.Fpgm,
        "lamp" => Importance.Lamp,
        "taylor" => Importance.Taylor,
        "activation" => Importance.Activation,
        "random" => Importance.Random,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "The option catalogue and the measures have come apart."),
    };
}
