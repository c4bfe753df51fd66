using Pruning.Diagnostics;

namespace Pruning.Pipeline.Options;

/// <summary>Settings that do not go together.</summary>
internal static class OptionContradictions
{
    private const string Iterative = "iterative";

    /// <exception cref="PruneException">
    /// PRUNE0110, PRUNE0111: two settings of which one would be ignored, or nothing to do.
    /// </exception>
    public static void Refuse(ProjectRequest request, ProjectOptions options)
    {
        var iterative = OptionCatalogue.Schedule.Read(request) == Iterative;
        if (iterative != options.Rounds.Length > 1)
            throw new PruneException(
                Codes.ContradictoryOptions,
                $"Schedule is '{OptionCatalogue.Schedule.Read(request)}' and PruneSteps is "
                    + $"{options.Rounds.Length}: an iterative schedule has at least 2 steps, any other has 1. "
                    + $"{(iterative ? "Set PruneSteps, for example to 3." : "Set Schedule to 'iterative', or remove PruneSteps.")}",
                request.LocationOf(iterative ? OptionCatalogue.Schedule.Name : OptionCatalogue.PruneSteps.Name)
            );
        if (options.FineTune.Epochs > 0 && options.FineTune.Epochs < options.Rounds.Length)
            throw new PruneException(
                Codes.ContradictoryOptions,
                $"FineTuneEpochs is {options.FineTune.Epochs} and PruneSteps is {options.Rounds.Length}: each "
                    + $"step needs an epoch at least. Raise the one or lower the other.",
                request.LocationOf(OptionCatalogue.PruneSteps.Name)
            );
        GranularityChecks.Verify(request, options);
        ImitationChecks.Verify(request, options);
        PenaltyChecks.Verify(request, options);
        QuantizationChecks.Verify(request, options);
        if (options is { IsSensitivityGuided: true, SparseTrain.Epochs: > 0 })
            throw new PruneException(
                Codes.ContradictoryOptions,
                $"Schedule is 'sensitivity' and SparseEpochs is {options.SparseTrain.Epochs}: sparse training "
                    + $"leads channels to zero that importance names, and sensitivity would cut others. Set "
                    + $"SparseEpochs to 0, or Schedule to 'one-shot'.",
                request.LocationOf(OptionCatalogue.SparseEpochs.Name)
            );
        if (options.Prune.IsEmpty && options.Goal is null)
            throw new PruneException(
                Codes.NoTarget,
                "The project has neither a SparsityTarget nor a LayerSparsity, so nothing would be pruned. Say "
                    + "how small the network must be: <SparsityTarget Include=\"Flops\" Reduction=\"50%\" />.",
                request.Location
            );
        if (options is { NoCache: true, FailIfNotCached: true })
            throw new PruneException(
                Codes.ContradictoryOptions,
                "PruningNoCache and PruningFailIfNotCached are both true: one refuses stored results and the "
                    + "other accepts nothing else. Set one of them.",
                request.LocationOf(OptionCatalogue.FailIfNotCached.Name)
            );
    }
}
