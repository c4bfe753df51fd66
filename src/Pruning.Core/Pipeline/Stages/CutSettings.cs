using System.Collections.Immutable;
using System.Globalization;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Pipeline.Options;
using Pruning.Slimming;
using Pruning.Slimming.Latency;
using Pruning.Slimming.Sensitivity;

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

    /// <param name="note">Told of times that are measured for a latency target.</param>
    /// <param name="round">Which part of the way; null for all of it at once.</param>
    /// <param name="proven">Whether under a latency target the cut network is measured, and planned again until that agrees.</param>
    /// <param name="sensitivity">Takes the place of importance between groups.</param>
    public PrunePlan Plan(Network network, IDiagnosticSink? diagnostics, Action<string>? note = null, PruneRound? round = null, bool proven = true, SensitivityReport? sensitivity = null, CancellationToken cancellation = default)
    {
        note ??= _ => { };
        var settings = Options(cancellation) with { LayerTimes = TargetsLatency ? Times(note, cancellation) : null, ProvesLatency = proven, Round = round, Sensitivity = sensitivity };
        var plan = PrunePlanner.Plan(network, _options.Targets, settings, diagnostics);
        if (plan.Latency is { MeasuredRatio: { } ratio } latency)
            note(string.Create(CultureInfo.InvariantCulture, $"latency: planned {latency.AfterMilliseconds / latency.BeforeMilliseconds:P1} of the dense network's, measured {ratio:P1}"));
        return plan;
    }

    /// <summary>What there is to know apart from the runtime's times.</summary>
    internal SlimmingOptions Options(CancellationToken cancellation) => Slimming with { Evidence = _images.Evidence(cancellation) };

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
            .Add("granularity", _options.Granularity)
            .Add("importance", _options.Importance)
            .Add("channel multiple", _options.ChannelMultiple?.ToString(CultureInfo.InvariantCulture))
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
        // What pays depends on the machine.
        if (TargetsLatency)
            description.Add("opset", _options.OnnxOpset).Add("processor", Machine.Processor).Add("runtime", OnnxSessions.RuntimeVersion);
        if (Slimming.Importance is Importance.Taylor or Importance.Activation || _options.Granularity == Granularities.Layer)
            DescribeImages(description);
    }

    private void DescribeImages(FingerprintBuilder description)
    {
        description.Add("importance batches", _options.ImportanceBatches);
        _images.Describe(description);
        // They weigh the loss.
        if (Slimming.Importance is Importance.Taylor || _options.Granularity == Granularities.Layer)
            description.Add("hyperparameters", inputs.Hyperparameters.ToString());
    }

    private bool TargetsLatency => _options.Targets.Any(target => target.Metric == TargetMetric.Latency);

    private RuntimeLayerTimes Times(Action<string> note, CancellationToken cancellation) =>
        new(Path.Combine(inputs.Cache, "latency"), Machine.Processor, new OnnxExportOptions(_options.ImageSize, _options.OnnxOpset), note, cancellation);

    /// <summary>A measure by the name that <see cref="OptionCatalogue.Importance"/> has for it.</summary>
    public static Importance MeasureOf(string name) => name switch
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
