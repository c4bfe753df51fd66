using Pruning.Diagnostics;

namespace Pruning.Pipeline.Options;

/// <summary>Pictures to imitate on are refused where nothing imitates: ignored, they would promise what is not done.</summary>
internal static class ImitationChecks
{
    /// <exception cref="PruneException">PRUNE0110.</exception>
    public static void Verify(ProjectRequest request, ProjectOptions options)
    {
        if (options.DataReading.Unlabeled is not [var first, ..] || Reason(options) is not { } why)
            return;
        throw new PruneException(
            Codes.ContradictoryOptions,
            $"There are {ItemCatalogue.UnlabeledImages.Type} '{first.Path}', which would be ignored: {why}, so no network imitates another one on them. Remove them, or the reason.",
            first.Location);
    }

    private static string? Reason(ProjectOptions options) => options switch
    {
        { Granularity: not Granularities.Channel } => $"{OptionCatalogue.Granularity.Name} is '{options.Granularity}'",
        { Reconstructs: false } => $"{OptionCatalogue.Reconstruct.Name} is false",
        { ImitationSteps: 0 } => $"{OptionCatalogue.ImitationSteps.Name} is 0",
        { ImitationSteps: null, SparseEpochs: 0, FineTuneEpochs: 0 } => "nothing is trained after the cut",
        _ => null,
    };
}
