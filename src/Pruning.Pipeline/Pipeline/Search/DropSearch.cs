using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Pipeline.Options;
using Pruning.Pruners;
using Pruning.Reporting;

namespace Pruning.Pipeline.Search;

/// <summary>
/// Makes networks of different sizes and keeps the smallest inside the goal. Each trial is an ordinary run of the
/// pipeline with one more target, so the store knows it the next time, and a search that was stopped goes on where it
/// was. Trials see neither the test split nor a clock.
/// </summary>
/// <param name="measure">
/// Gives the mAP50-95 of the baseline and of the network that is cut to a target; null where it is not made and may not
/// be.
/// </param>
internal sealed class DropSearch(
    DropGoal goal,
    Func<SparsityTarget, TrialAccuracy?> measure,
    Action<SearchTrial> report
)
{
    /// <summary>How notes call it.</summary>
    public const string Name = "search";

    private readonly List<SearchTrial> _trials = [];

    public ImmutableArray<SearchTrial> Trials => [.. _trials];

    /// <returns>The target that the search came to, or, where a trial may not be made, that trial's.</returns>
    /// <exception cref="PruneException">PRUNE4012: no network is inside the goal.</exception>
    public SparsityTarget Run()
    {
        var bisection = new ReductionBisection();
        while (bisection.Next is { } reduction)
        {
            if (Try(Target(reduction)) is not { } trial)
                return Target(reduction);
            _trials.Add(trial);
            report(trial);
            bisection.Learn(trial.Inside);
        }

        return bisection.Best is { } best ? Target(best) : throw Nothing();
    }

    private SearchTrial? Try(SparsityTarget target)
    {
        try
        {
            if (measure(target) is not { } accuracy)
                return null;
            var drop = accuracy.Baseline - accuracy.Model;
            var most = drop is { } known && double.IsFinite(known) ? accuracy.DropAtMost(goal.Confidence) : null;
            // What is not measured is not inside.
            return new SearchTrial(target.ToString(), accuracy.Model, drop, most, most <= goal.MaximumDrop, null);
        }
        // Of a network that nobody would ship, no reason to stop looking for a larger one.
        catch (PruneException refusal)
            when (refusal.Code == Codes.TargetOutOfReach || refusal.Code == Codes.ExportNotFaithful)
        {
            return new SearchTrial(
                target.ToString(),
                null,
                null,
                null,
                Inside: false,
                refusal.Code == Codes.TargetOutOfReach
                    ? "cannot be reached"
                    : "the exported file differs from the network"
            );
        }
    }

    private SparsityTarget Target(double reduction) => Target(goal, reduction);

    /// <summary>What a trial of a goal asks for.</summary>
    public static SparsityTarget Target(DropGoal goal, double reduction) =>
        new(goal.Metric, Reduction: reduction, Location: goal.Location);

    private string Unproven() =>
        _trials.Any(trial => trial.Drop <= goal.MaximumDrop)
            ? FormattableString.Invariant(
                $" Some are inside by what was measured, but so few images cannot show it with a confidence of {goal.Confidence:P0}: give more validation images, or a lower Confidence."
            )
            : "";

    private PruneException Nothing() =>
        new(
            Codes.NothingInsideDrop,
            FormattableString.Invariant(
                $"SparsityTarget 'MaximumDrop' allows {goal.MaximumDrop} mAP50-95, and no network is inside: {string.Join("; ", _trials)}. Allow more, train longer (SparseEpochs, FineTuneEpochs), or start from a larger model.{Unproven()}"
            ),
            goal.Location
        );
}
