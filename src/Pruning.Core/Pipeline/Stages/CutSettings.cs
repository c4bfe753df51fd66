using System.Collections.Immutable;
using System.Globalization;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Store;
using Pruning.Slimming;
using Pruning.Slimming.Latency;
using Pruning.Slimming.Sensitivity;

namespace Pruning.Pipeline.Stages;

/// <summary>How networks are cut: shared by a project's check before training, its sparse training and pruning, and by the command line.</summary>
/// <param name="asked">What is to go.</param>
/// <param name="images">What measures look at; null where there are none, and measures that need them refuse.</param>
/// <param name="cache">The stage store's folder, which also keeps the times of layers.</param>
public sealed class CutSettings(CutOptions asked, CutImages? images, string cache)
{
    public CutSettings(ProjectInputs inputs)
        : this(CutOptions.Of(inputs.Options), CutImages.Of(inputs) with { ImageSize = CutOptions.Of(inputs.Options).NetworkSize }, inputs.Cache) => Remembers = !inputs.Options.NoCache;

    /// <summary>The same cut of a network that looks at pictures in another size.</summary>
    /// <param name="resolution">Side in pixels, at most the project's ImageSize.</param>
    public CutSettings At(int resolution) => resolution == asked.NetworkSize
        ? this
        : new CutSettings(asked.SeenAt(resolution), images is null ? null : images with { ImageSize = resolution }, cache) { Remembers = Remembers };

    /// <summary>What is to go.</summary>
    public CutOptions Asked => asked;

    // A build that takes nothing from the store takes no earlier plan either.
    private bool Remembers { get; init; } = true;

    private SlimmingOptions Slimming { get; } = new()
    {
        Importance = asked.Importance,
        ChannelMultiple = asked.ChannelMultiple,
        KeepLayers = asked.KeepLayers,
        LayerSparsities = asked.LayerSparsities,
        Image = Extent.Square(asked.NetworkSize),
        WholeImage = asked.Resolution is null ? null : Extent.Square(asked.ImageSize),
        Seed = asked.Seed,
        ExportedSize = network => OnnxExporter.Export(network, new OnnxExportOptions(asked.ImageSize, asked.OnnxOpset)).LongLength,
    };

    /// <summary>
    /// The same cut by a measure that looks at the weights alone. Whether the targets can be met depends on the network's shape and not on which channels are worth
    /// least, and magnitudes take a blink where images take seconds. Whole blocks have no measure but images.
    /// </summary>
    public CutSettings WithoutImages => asked.Granularity != Granularities.Layer && Slimming.Importance.LooksAtImages
        ? new CutSettings(asked with { Importance = Importance.L1 }, null, cache)
        : this;

    /// <summary>Whether the project asks for a cut at all.</summary>
    public bool IsEmpty => asked.Targets.IsEmpty && asked.LayerSparsities.IsEmpty;

    /// <param name="note">Told of times that are measured for a latency target.</param>
    /// <param name="round">Which part of the way; null for all of it at once.</param>
    /// <param name="proven">Whether under a latency target the cut network is measured, and planned again until that agrees.</param>
    /// <param name="sensitivity">Takes the place of importance between groups.</param>
    public PrunePlan Plan(Network network, IDiagnosticSink? diagnostics, Action<string>? note = null, PruneRound? round = null, bool proven = true, SensitivityReport? sensitivity = null, CancellationToken cancellation = default)
    {
        note ??= _ => { };
        // Times are never the same twice; a round's and a sensitivity's plan follow from more.
        var isRemembered = !TargetsLatency && round is null && sensitivity is null && Slimming.Importance.LooksAtImages;
        return isRemembered ? Remembered(network, diagnostics, cancellation) : Made(network, diagnostics, note, round, proven, sensitivity, cancellation);
    }

    // What `plan` has found out, a build need not find out again. What there was to say of it is not remembered, so such a plan is made anew.
    private PrunePlan Remembered(Network network, IDiagnosticSink? diagnostics, CancellationToken cancellation)
    {
        var description = new FingerprintBuilder().Add("look", "plan").Add("engine", EngineIdentity.Content).AddNetwork(network);
        Describe(description);
        var key = description.Build();
        if (Remembers && RememberedLooks.TryRead(cache, key, PrunePlan.FromJson) is { } known)
            return known;
        var recorder = new DiagnosticRecorder(diagnostics ?? new DiagnosticList());
        var plan = Made(network, recorder, _ => { }, null, proven: false, null, cancellation);
        if (recorder.Items.Count == 0)
            RememberedLooks.Keep(cache, key, plan.ToJson());
        return plan;
    }

    private PrunePlan Made(Network network, IDiagnosticSink? diagnostics, Action<string> note, PruneRound? round, bool proven, SensitivityReport? sensitivity, CancellationToken cancellation)
    {
        var settings = Options(cancellation) with { LayerTimes = TargetsLatency ? Times(note, cancellation) : null, ProvesLatency = proven, Round = round, Sensitivity = sensitivity };
        var plan = PrunePlanner.Plan(network, asked.Targets, settings, diagnostics);
        if (plan.Latency is { MeasuredRatio: { } ratio } latency)
            note(string.Create(CultureInfo.InvariantCulture, $"latency: planned {latency.AfterMilliseconds / latency.BeforeMilliseconds:P1} of the dense network's, measured {ratio:P1}"));
        return plan;
    }

    /// <summary>Whether fewer pixels alone meet what the targets ask of operations and of time.</summary>
    internal bool IsMetUncut(Network network, CancellationToken cancellation)
    {
        ImmutableArray<SparsityTarget> asked = [.. Asked.Targets.Where(target => target.Metric is TargetMetric.Flops or TargetMetric.Latency)];
        return PrunePlanner.AreMet(network, asked, Slimming with { LayerTimes = TargetsLatency ? Times(_ => { }, cancellation) : null });
    }

    /// <summary>What there is to know apart from the runtime's times.</summary>
    internal SlimmingOptions Options(CancellationToken cancellation) => Slimming with { Evidence = images?.Evidence(asked.ImportanceBatches, cancellation) };

    /// <summary>The BatchNorm layers whose channels may be cut.</summary>
    public ImmutableArray<string> PrunableNorms(Network network) =>
        [.. PrunableGroups(network).SelectMany(group => group.Norms).Select(norm => norm.Layer).Distinct()];

    /// <summary>The coupling groups that may lose channels.</summary>
    internal IEnumerable<CouplingGroup> PrunableGroups(Network network) =>
        Coupling.Analyze(network).Groups.Where(group => !group.IsHeld && !group.Producers.Any(producer => asked.KeepLayers.Any(keep => keep.Layers.Matches(producer.Layer))));

    public void Describe(FingerprintBuilder description)
    {
        description
            .Add("granularity", asked.Granularity)
            .Add("importance", asked.Importance.Name)
            .Add("channel multiple", asked.ChannelMultiple?.ToString(CultureInfo.InvariantCulture))
            .Add("cut at image size", asked.ImageSize)
            .Add("resolution", asked.Resolution?.ToString(CultureInfo.InvariantCulture))
            .Add("cut seed", asked.Seed)
            .Add("kept layers", asked.KeepLayers.Select(layer => layer.Layers.Text));
        description.Add("layer sparsities", asked.LayerSparsities.Length);
        foreach (var layer in asked.LayerSparsities)
            description.Add(layer.Layers.Text, layer.Ratio);
        description.Add("targets", asked.Targets.Length);
        foreach (var target in asked.Targets)
            description.Add($"{target.Metric} reduction", target.Reduction).Add($"{target.Metric} maximum", target.Maximum);
        // The size of the exported file depends on the operator set.
        if (asked.Targets.Any(target => target.Metric == TargetMetric.FileSize))
            description.Add("opset", asked.OnnxOpset);
        // What pays depends on the machine.
        if (TargetsLatency)
            description.Add("opset", asked.OnnxOpset).Add("processor", Machine.Processor).Add("runtime", OnnxSessions.RuntimeVersion);
        if (Slimming.Importance.LooksAtImages || asked.Granularity == Granularities.Layer)
            DescribeImages(description);
    }

    private void DescribeImages(FingerprintBuilder description)
    {
        description.Add("importance batches", asked.ImportanceBatches);
        if (images is null)
            return;
        images.Describe(description);
        // They weigh the loss.
        if (Slimming.Importance.IsChangeOfLoss || asked.Granularity == Granularities.Layer)
            description.AddRecord("hyperparameters", images.Hyperparameters);
    }

    internal bool TargetsLatency => asked.Targets.Any(target => target.Metric == TargetMetric.Latency);

    private RuntimeLayerTimes Times(Action<string> note, CancellationToken cancellation) =>
        new(Path.Combine(cache, "latency"), Machine.Processor, new OnnxExportOptions(asked.ImageSize, asked.OnnxOpset), note, cancellation);
}
