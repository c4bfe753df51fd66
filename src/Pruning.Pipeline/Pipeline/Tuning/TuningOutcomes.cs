using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Reporting.Tuning;

namespace Pruning.Pipeline.Tuning;

/// <summary>Chooses among the trials that trained for the whole time.</summary>
internal static class TuningOutcomes
{
    /// <exception cref="PruneException">PRUNE0117: none of them has a model.</exception>
    public static TuningOutcome Of(ImmutableArray<TrialResult> results)
    {
        var whole = results.Where(result => result.Run.IsWhole).ToList();
        // A model that fails a gate is better than none, and said to fail it.
        var winner = whole
            .Where(result => result.Map5095 is { } map && double.IsFinite(map))
            .OrderByDescending(result => result.Score is not null)
            .ThenByDescending(result => result.Map5095)
            .ThenBy(result => result.Run.Trial.Number)
            .FirstOrDefault()
            ?? throw Nothing(results);
        var defaults = whole.Find(result => result.Run.Trial.Number == Trial.Defaults.Number);
        return new TuningOutcome(
            defaults?.Map5095,
            defaults?.Refusal,
            winner.Run.Trial.Number,
            winner.Map5095!.Value,
            winner.Refusal,
            winner.Run.Trial.Values,
            whole.Count,
            winner.Images,
            defaults is null || defaults == winner ? null : Confidence(defaults, winner)
        );
    }

    private static double? Confidence(TrialResult defaults, TrialResult winner)
    {
        if (defaults.Pictures is null || winner.Pictures is null)
            return null;
        var drops = PairedBootstrap
            .Compare(PictureTally.Read(defaults.Pictures), PictureTally.Read(winner.Pictures))
            .Drops;
        return drops.IsEmpty ? null : (double)drops.Count(drop => drop < 0) / drops.Length;
    }

    private static PruneException Nothing(ImmutableArray<TrialResult> results)
    {
        var reasons = results
            .Select(result => result.Refusal ?? "accuracy was not measured, because no validation image has a label")
            .GroupBy(reason => reason, StringComparer.Ordinal)
            .Select(group => $"{group.Key} ({group.Count()} of {results.Length})");
        return new PruneException(
            Codes.NothingTuned,
            $"No trial came to a model that could be measured, not even the project as it stands: "
                + $"{string.Join("; ", reasons)}. Nothing can be chosen; make a build of the project work first, then "
                + $"narrow the search space."
        );
    }
}
