using Pruning.Diagnostics;
using Pruning.Training.Sparsity;

namespace Pruning.Pipeline.Options;

/// <summary>Settings of the sparsity penalty that would be ignored are refused.</summary>
internal static class PenaltyChecks
{
    /// <exception cref="PruneException">PRUNE0110.</exception>
    public static void Verify(ProjectRequest request, ProjectOptions options)
    {
        var sparsity = options.SparseTrain.Sparsity!;
        if (sparsity.Penalty is null && request.Find(OptionCatalogue.PenaltySchedule.Name) is { } schedule)
            throw new PruneException(
                Codes.ContradictoryOptions,
                $"PenaltySchedule is '{schedule.Value}' and SparsityPenalty is auto: a weight that follows from "
                    + $"how far channels have separated has no schedule. Give SparsityPenalty a number, or remove "
                    + $"PenaltySchedule.",
                schedule.Location
            );
        if (sparsity.Schedule == PruningSchedule.OneShot)
            return;
        if (sparsity.Penalty is { } weight)
            throw Contradiction(
                request,
                $"SparsityPenalty is {Text(weight)}",
                "a given weight pushes all channels from the first epoch on",
                "Remove SparsityPenalty"
            );
        if (options.SparseTrain.Epochs == 0)
            throw Contradiction(
                request,
                "SparseEpochs is 0",
                "it says when channels vanish for sparse training",
                "Set SparseEpochs"
            );
        if (sparsity is { Schedule: PruningSchedule.Early, PenalisesGroups: true })
            throw Contradiction(
                request,
                "SparsityRegularizer is groups",
                "what has gone before the training needs no penalty",
                "Remove SparsityRegularizer"
            );
    }

    private static PruneException Contradiction(ProjectRequest request, string what, string why, string remedy) =>
        new(
            Codes.ContradictoryOptions,
            $"Schedule is '{OptionCatalogue.Schedule.Read(request)}' and {what}: {why}, so one of the two would "
                + $"be ignored. {remedy}, or set Schedule to 'one-shot'.",
            request.LocationOf(OptionCatalogue.Schedule.Name)
        );

    private static string Text(double value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
