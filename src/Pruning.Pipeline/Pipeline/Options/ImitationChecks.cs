using Pruning.Diagnostics;

namespace Pruning.Pipeline.Options;

/// <summary>
/// Pictures to imitate on are refused where nothing imitates: ignored, they would promise what is not done.
/// </summary>
internal static class ImitationChecks
{
    /// <exception cref="PruneException">PRUNE0110.</exception>
    public static void Verify(ProjectRequest request, ProjectOptions options)
    {
        if (options.DataReading.Unlabeled is not [var first, ..] || Reason(request, options.Prune) is not { } why)
            return;
        throw new PruneException(
            Codes.ContradictoryOptions,
            $"There are {ItemCatalogue.UnlabeledImages.Type} '{first.Path}', which would be ignored: {why}, so "
                + $"no network imitates another one on them. Remove them, or the reason.",
            first.Location
        );
    }

    private static string? Reason(ProjectRequest request, PruneOptions options) =>
        options switch
        {
            { Granularity.RemovesChannels: false } => $"{OptionCatalogue.Granularity.Name} is '{options.Granularity}'",
            { Recovery.Reconstruct: false } => $"{OptionCatalogue.Reconstruct.Name} is false",
            { Recovery.ImitationSteps: 0 } => OptionCatalogue.ImitationSteps.Read(request) == 0
                ? $"{OptionCatalogue.ImitationSteps.Name} is 0"
                : "nothing is trained after the cut",
            _ => null,
        };
}
