using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Pruners;
using Pruning.Pruners.Latency;

namespace Pruning.Pipeline.Options;

/// <summary>What is to be removed from a network, by which measure, and what brings back accuracy afterwards.</summary>
public sealed record PruneOptions
{
    public required Granularity Granularity { get; init; }

    public required Importance Importance { get; init; }

    /// <summary>
    /// How many batches of training images the measures look at that look at images; null where none does.
    /// </summary>
    public required int? ImportanceBatches { get; init; }

    /// <summary>Null for auto.</summary>
    public required int? ChannelMultiple { get; init; }

    /// <summary>Side of the model's input in pixels: costs of the whole network are counted for it.</summary>
    public required int ImageSize { get; init; }

    /// <summary>
    /// Side in pixels at which the pruned network looks at pictures; null for <see cref="ImageSize"/>, or where it is
    /// yet to be chosen.
    /// </summary>
    public int? Resolution { get; init; }

    /// <summary>Operator set of the file whose bytes or time a target counts; null where none does.</summary>
    public required int? OnnxOpset { get; init; }

    public required int Seed { get; init; }

    public required ImmutableArray<SparsityTarget> Targets { get; init; }

    public required ImmutableArray<LayerSparsity> LayerSparsities { get; init; }

    public required ImmutableArray<KeepLayer> KeepLayers { get; init; }

    /// <summary>What measures look at that look at images; null where none does.</summary>
    public required CalibrationOptions? Images { get; init; }

    /// <summary>Null where a cut is only planned.</summary>
    public RecoveryOptions? Recovery { get; init; }

    /// <summary>What takes the place of the network's activations at the cut; null keeps them.</summary>
    public ActivationKind? Activation { get; init; }

    /// <summary>
    /// Whether the pruned network ships in 8-bit integers: what its time is measured in where a target counts that.
    /// </summary>
    public bool IsQuantized { get; init; }

    /// <summary>Which of a project's cuts it is.</summary>
    public PruningRound Round { get; init; } = PruningRound.Only;

    /// <summary>Side of what the pruned network reads: its costs are counted for it.</summary>
    [JsonIgnore]
    public int NetworkSize => Resolution ?? ImageSize;

    /// <summary>Whether nothing is asked for.</summary>
    [JsonIgnore]
    public bool IsEmpty => Targets.IsEmpty && LayerSparsities.IsEmpty && Granularity.WhyNoTarget is null;

    /// <summary>Whether the measure looks at training images.</summary>
    [JsonIgnore]
    public bool LooksAtImages => Granularity.WeighsLoss || (Granularity.RemovesChannels && Importance.LooksAtImages);

    /// <summary>Whether the measure weighs the loss, and with it the hyper-parameters.</summary>
    [JsonIgnore]
    public bool WeighsLoss => Granularity.WeighsLoss || (LooksAtImages && Importance.IsChangeOfLoss);

    /// <summary>In which the pruned network ships.</summary>
    [JsonIgnore]
    public ShippedForm Form => new(Activation, IsQuantized);

    [JsonIgnore]
    public bool TargetsLatency => Targets.Any(target => target.Metric == TargetMetric.Latency);

    /// <summary>
    /// The file that <see cref="TargetMetric.FileSize"/> and <see cref="TargetMetric.Latency"/> are of.
    /// </summary>
    [JsonIgnore]
    public OnnxExportOptions Export => new(ImageSize, OnnxOpset ?? OnnxExportOptions.DefaultOpset);

    /// <summary>What has no effect beside the rest nulled.</summary>
    [JsonIgnore]
    public PruneOptions Effective =>
        this with
        {
            ImportanceBatches = LooksAtImages ? ImportanceBatches : null,
            Images = LooksAtImages ? Images : null,
            OnnxOpset = Targets.Any(target => target.Metric is TargetMetric.FileSize or TargetMetric.Latency)
                ? OnnxOpset
                : null,
            Recovery = Recovery?.Effective,
            IsQuantized = IsQuantized && TargetsLatency,
        };

    /// <summary>What a plan for a network depends on, which nothing is removed from yet.</summary>
    [JsonIgnore]
    public PruneOptions OfPlan =>
        Effective with
        {
            Recovery = null,
            Activation = TargetsLatency ? Activation : null,
            Round = PruningRound.Only,
        };

    /// <summary>
    /// The same for a network that looks at so many pixels; null, or the whole image, leaves them as they are.
    /// </summary>
    public PruneOptions SeenAt(int? pixels) => this with { Resolution = pixels < ImageSize ? pixels : null };

    /// <summary>
    /// Reads them from a request that need not be a whole project's; what has no say at the granularity is refused.
    /// </summary>
    /// <exception cref="PruneException">PRUNE0102 to PRUNE0110, PRUNE4009.</exception>
    public static PruneOptions Read(ProjectRequest request)
    {
        var options = new PruneOptions
        {
            Granularity = Granularity.Named(OptionCatalogue.Granularity.Read(request)),
            Importance = Importance.Named(OptionCatalogue.Importance.Read(request)),
            ImportanceBatches = OptionCatalogue.ImportanceBatches.Read(request),
            ChannelMultiple = OptionCatalogue.ChannelMultiple.Read(request),
            ImageSize = OptionCatalogue.ImageSize.Read(request),
            OnnxOpset = OptionCatalogue.OnnxOpset.Read(request),
            Seed = OptionCatalogue.Seed.Read(request),
            Targets = ItemReader.Targets(request),
            LayerSparsities = ItemReader.LayerSparsities(request),
            KeepLayers = ItemReader.KeepLayers(request),
            Images = CalibrationOptions.Read(request),
        };
        GranularityChecks.Verify(request, options);
        return options.SeenAt(OptionCatalogue.Resolution.Read(request));
    }

    /// <summary>The same for a cut without a project: nothing trains afterwards, so nothing imitates either.</summary>
    /// <exception cref="PruneException">PRUNE0102 to PRUNE0110, PRUNE4009.</exception>
    public static PruneOptions ReadAlone(ProjectRequest request) =>
        request.ItemsOf(ItemCatalogue.SparsityTarget.Type).FirstOrDefault(ItemReader.IsGoal) is { } goal
            ? throw new PruneException(
                Codes.InvalidItem,
                $"SparsityTarget '{goal.Include}' is found by trials that train, and a single cut trains "
                    + $"nothing. Name one of {string.Join(", ", ItemCatalogue.TargetNames)}, or put it into a project "
                    + $"and run 'dotnet prune build'.",
                goal.Location
            )
            : Read(request) with
            {
                Recovery = RecoveryOptions.Read(request, trains: false),
            };

    /// <summary>Layer patterns must mean something in the network.</summary>
    /// <exception cref="PruneException">PRUNE4006.</exception>
    public void RequireMatches(Graph graph)
    {
        foreach (var keep in KeepLayers)
            keep.Layers.RequireMatch(graph, "KeepLayer", keep.Location);
        foreach (var layer in LayerSparsities)
            layer.Layers.RequireMatch(graph, "LayerSparsity", layer.Location);
    }
}
