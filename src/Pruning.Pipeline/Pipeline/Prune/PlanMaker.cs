using System.Collections.Immutable;
using System.Globalization;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Store;
using Pruning.Pruners;
using Pruning.Pruners.Latency;
using Pruning.Pruners.Sensitivity;

namespace Pruning.Pipeline.Prune;

/// <summary>
/// Plans cuts: for a project's check before training, its sparse training and pruning, and the command line.
/// </summary>
/// <param name="options">What is to go.</param>
/// <param name="inputs">
/// Whose images measures look at; null where there are none, and measures that need them refuse.
/// </param>
/// <param name="cache">The stage store's folder, which also keeps the times of layers.</param>
public sealed class PlanMaker(PruneOptions options, StageInputs? inputs, string cache)
{
    private readonly CalibrationImages? _images =
        inputs is not null && options.Images is { } images
            ? new CalibrationImages(inputs, images, options.NetworkSize)
            : null;

    /// <summary>What is to go.</summary>
    public PruneOptions Options => options;

    /// <summary>The same cut of a network that looks at pictures in another size.</summary>
    /// <param name="resolution">Side in pixels, at most the project's ImageSize.</param>
    public PlanMaker At(int resolution) =>
        resolution == options.NetworkSize ? this : new PlanMaker(options.SeenAt(resolution), inputs, cache);

    /// <summary>The same cut of a network whose activations will be exchanged.</summary>
    /// <param name="activation">Null for what the project says.</param>
    public PlanMaker With(ActivationKind? activation) =>
        activation is null ? this : new PlanMaker(options with { Activation = activation }, inputs, cache);

    /// <summary>
    /// The same cut by a measure that looks at the weights alone. Whether the targets can be met depends on the
    /// network's shape and not on which channels are worth least, and magnitudes take a blink where images take
    /// seconds. Whole blocks have no measure but images.
    /// </summary>
    public PlanMaker WithoutImages =>
        !options.Granularity.WeighsLoss && options.Importance.LooksAtImages
            ? new PlanMaker(options with { Importance = Importance.L1 }, null, cache)
            : this;

    /// <summary>What a plan depends on beside the options.</summary>
    internal IEnumerable<StageInput> Reads =>
        [
            .. _images is not null && options.LooksAtImages ? _images.Reads : [],
            .. inputs is not null && options.WeighsLoss ? [inputs.Weighed] : Array.Empty<StageInput>(),
            // What pays depends on the machine.
            .. options.TargetsLatency ? StageInputs.Machine : [],
        ];

    private PlanningOptions WithoutEvidence { get; } =
        new()
        {
            Importance = options.Importance,
            ChannelMultiple = options.ChannelMultiple,
            KeepLayers = options.KeepLayers,
            LayerSparsities = options.LayerSparsities,
            Image = Extent.Square(options.NetworkSize),
            WholeImage = options.Resolution is null ? null : Extent.Square(options.ImageSize),
            Seed = options.Seed,
            ExportedSize = network => OnnxExporter.Export(network, options.Export).LongLength,
        };

    /// <param name="note">Told of times that are measured for a latency target.</param>
    /// <param name="round">Which part of the way; null for all of it at once.</param>
    /// <param name="proven">
    /// Whether under a latency target the cut network is measured, and planned again until that agrees.
    /// </param>
    /// <param name="sensitivity">Takes the place of importance between groups.</param>
    public PrunePlan Plan(
        Network network,
        IDiagnosticSink? diagnostics,
        Action<string>? note = null,
        PruneRound? round = null,
        bool proven = true,
        SensitivityReport? sensitivity = null,
        CancellationToken cancellation = default
    )
    {
        note ??= _ => { };
        // Times are never the same twice; a round's and a sensitivity's plan follow from more.
        var isRemembered =
            !options.TargetsLatency && round is null && sensitivity is null && options.Importance.LooksAtImages;
        return isRemembered
            ? Remembered(network, diagnostics, cancellation)
            : Made(network, diagnostics, note, round, proven, sensitivity, cancellation);
    }

    // What `plan` has found out, a build need not find out again. What there was to say of it is not remembered, so
    // such a plan is made anew.
    private PrunePlan Remembered(Network network, IDiagnosticSink? diagnostics, CancellationToken cancellation)
    {
        var key = new FingerprintBuilder()
            .Add("look", "plan")
            .Add("engine", EngineIdentity.Content)
            .AddNetwork(network)
            .AddOptions(options.OfPlan)
            .AddInputs(Reads)
            .Build();
        if (
            inputs is not { RemembersLooks: false }
            && RememberedLooks.TryRead(cache, key, PrunePlan.FromJson) is { } known
        )
            return known;
        var recorder = new DiagnosticRecorder(diagnostics ?? new DiagnosticList());
        var plan = Made(network, recorder, _ => { }, null, proven: false, null, cancellation);
        if (recorder.Items.Count == 0)
            RememberedLooks.Keep(cache, key, plan.ToJson());
        return plan;
    }

    private PrunePlan Made(
        Network network,
        IDiagnosticSink? diagnostics,
        Action<string> note,
        PruneRound? round,
        bool proven,
        SensitivityReport? sensitivity,
        CancellationToken cancellation
    )
    {
        var settings = Planning(cancellation) with
        {
            LayerTimes = Times(options.Form, note, cancellation),
            WholeTimes = WholeTimes(note, cancellation),
            ProvesLatency = proven,
            Round = round,
            Sensitivity = sensitivity,
        };
        var plan = PrunePlanner.Plan(network, options.Targets, settings, diagnostics);
        if (plan.Latency is { MeasuredRatio: { } ratio } latency)
            note(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"latency: planned {latency.AfterMilliseconds / latency.BeforeMilliseconds:P1} of the dense "
                        + $"network's, measured {ratio:P1}"
                )
            );
        return plan;
    }

    /// <summary>Whether fewer pixels alone meet what the targets ask of operations and of time.</summary>
    internal bool IsMetUnpruned(Network network, CancellationToken cancellation)
    {
        ImmutableArray<SparsityTarget> asked =
        [
            .. options.Targets.Where(target => target.Metric is TargetMetric.Flops or TargetMetric.Latency),
        ];
        return PrunePlanner.AreMet(
            network,
            asked,
            WithoutEvidence with
            {
                LayerTimes = Times(options.Form, _ => { }, cancellation),
                WholeTimes = WholeTimes(_ => { }, cancellation),
            }
        );
    }

    /// <summary>What the planner needs to know apart from the runtime's times.</summary>
    internal PlanningOptions Planning(CancellationToken cancellation) =>
        WithoutEvidence with
        {
            Evidence = _images?.Evidence(options.ImportanceBatches!.Value, cancellation),
        };

    private RuntimeLayerTimes? Times(ShippedForm form, Action<string> note, CancellationToken cancellation) =>
        options.TargetsLatency
            ? new(Path.Combine(cache, "latency"), Machine.Processor, options.Export, note, cancellation, form)
            : null;

    // The baseline ships as it is.
    private RuntimeLayerTimes? WholeTimes(Action<string> note, CancellationToken cancellation) =>
        options.Form == ShippedForm.AsIs ? null : Times(ShippedForm.AsIs, note, cancellation);
}
