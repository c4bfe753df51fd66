using Pruning.Diagnostics;
using Pruning.Pruners;

namespace Pruning.Pipeline.Options;

/// <summary>
/// Settings that have no say at a project's granularity are refused: ignored, they would promise what is not done.
/// </summary>
internal static class GranularityChecks
{
    /// <exception cref="PruneException">PRUNE0110.</exception>
    public static void Verify(ProjectRequest request, ProjectOptions options)
    {
        var cut = options.Prune;
        if (cut.Granularity.RemovesChannels)
            return;
        if (options.SparseTrain.Epochs > 0)
            Refuse(request, cut, OptionCatalogue.SparseEpochs, "sparse training prepares channels for their removal");
        if (options.IsSensitivityGuided)
            Refuse(request, cut, OptionCatalogue.Schedule, "sensitivity is that of groups of channels");
        if (options.Rounds.Length > 1)
            Refuse(request, cut, OptionCatalogue.PruneSteps, "rounds are for channels");
    }

    /// <summary>Those of the cut itself.</summary>
    /// <exception cref="PruneException">PRUNE0110.</exception>
    public static void Verify(ProjectRequest request, PruneOptions options)
    {
        if (options.Granularity.RemovesChannels)
            return;
        Refuse(request, options, OptionCatalogue.Importance, options.Granularity.WhyNoImportance!);
        Refuse(request, options, OptionCatalogue.ChannelMultiple, "channels stay as they are");
        Refuse(request, options, OptionCatalogue.Resolution, "fewer pixels are a choice against fewer channels");
        Refuse(request, options, OptionCatalogue.Reconstruct, "weights are fitted where channels have gone");
        Refuse(
            request,
            options,
            OptionCatalogue.ImitationSteps,
            "what is learnt from the whole network takes the place of channels that have gone"
        );
        if (options is { Granularity.WhyNoLayerSparsity: { } noRatio, LayerSparsities: [var layer, ..] })
            throw Contradiction(options, $"there is a LayerSparsity '{layer.Layers}'", noRatio, layer.Location);
        if (options is { Granularity.WhyNoTarget: { } noTarget, Targets: [var target, ..] })
            throw Contradiction(options, $"there is a SparsityTarget '{target}'", noTarget, target.Location);
    }

    private static void Refuse(ProjectRequest request, PruneOptions options, ProjectOption option, string why)
    {
        if (request.Find(option.Name) is { } setting)
            throw Contradiction(options, $"{option.Name} is '{setting.Value}'", why, setting.Location);
    }

    private static PruneException Contradiction(
        PruneOptions options,
        string what,
        string why,
        SourceLocation? location
    ) =>
        new(
            Codes.ContradictoryOptions,
            $"Granularity is '{options.Granularity}', and {what}, which would be ignored: {why}. Remove the one, "
                + $"or set the other to '{Granularity.Channel}'.",
            location
        );
}
