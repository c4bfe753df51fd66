using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Slimming;

namespace Pruning.Pipeline.Options;

/// <summary>What is to be removed from a network, and by which measure: the part of a project's settings that a cut alone needs.</summary>
/// <param name="Granularity">One of <see cref="Granularities"/>.</param>
/// <param name="ImportanceBatches">How many batches of training images the measures look at that look at images.</param>
/// <param name="ChannelMultiple">Null for auto.</param>
/// <param name="Reconstructs">Whether weights are fitted after a cut of channels.</param>
/// <param name="ImageSize">Side of the model's input in pixels: costs of the whole network are counted for it.</param>
public sealed record CutOptions(
    string Granularity,
    Importance Importance,
    int ImportanceBatches,
    int? ChannelMultiple,
    bool Reconstructs,
    int ImageSize,
    int OnnxOpset,
    int Seed,
    ImmutableArray<SparsityTarget> Targets,
    ImmutableArray<LayerSparsity> LayerSparsities,
    ImmutableArray<KeepLayer> KeepLayers)
{
    /// <summary>Side in pixels at which the pruned network looks at pictures; null for <see cref="ImageSize"/>, or where it is yet to be chosen.</summary>
    public int? Resolution { get; init; }

    /// <summary>Side of what the pruned network reads: its costs are counted for it.</summary>
    public int NetworkSize => Resolution ?? ImageSize;

    /// <summary>Whether nothing is asked for.</summary>
    public bool IsEmpty => Targets.IsEmpty && LayerSparsities.IsEmpty && Granularity != Granularities.TwoOfFour;

    /// <summary>Whether the measure looks at training images.</summary>
    public bool LooksAtImages => Granularity == Granularities.Layer || (Granularity == Granularities.Channel && Importance.LooksAtImages);

    /// <summary>The same cut of a network that looks at so many pixels; null, or the whole image, leaves them as they are.</summary>
    public CutOptions SeenAt(int? pixels) => this with { Resolution = pixels < ImageSize ? pixels : null };

    public static CutOptions Of(ProjectOptions project) => new CutOptions(
        project.Granularity, project.Importance, project.ImportanceBatches, project.ChannelMultiple, project.Reconstructs, project.ImageSize, project.OnnxOpset, project.Seed,
        project.Targets, project.LayerSparsities, project.KeepLayers).SeenAt(project.Resolution);

    /// <summary>Reads them from a request that need not be a whole project's; what has no say at the granularity is refused.</summary>
    /// <exception cref="PruneException">PRUNE0102 to PRUNE0110, PRUNE4009.</exception>
    public static CutOptions Read(ProjectRequest request)
    {
        if (request.ItemsOf(ItemCatalogue.SparsityTarget.Type).FirstOrDefault(ItemReader.IsGoal) is { } goal)
            throw new PruneException(Codes.InvalidItem, $"SparsityTarget '{goal.Include}' is found by trials that train, and a single cut trains nothing. Name one of {string.Join(", ", ItemCatalogue.TargetNames)}, or put it into a project and run 'dotnet prune build'.", goal.Location);
        var options = new CutOptions(
            OptionCatalogue.Granularity.Read(request),
            Importance.Named(OptionCatalogue.Importance.Read(request)),
            OptionCatalogue.ImportanceBatches.Read(request),
            OptionCatalogue.ChannelMultiple.Read(request),
            OptionCatalogue.Reconstruct.Read(request),
            OptionCatalogue.ImageSize.Read(request),
            OptionCatalogue.OnnxOpset.Read(request),
            OptionCatalogue.Seed.Read(request),
            ItemReader.Targets(request),
            ItemReader.LayerSparsities(request),
            ItemReader.KeepLayers(request));
        GranularityChecks.Verify(request, options);
        return options;
    }

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
