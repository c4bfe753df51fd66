using Pruning.Pipeline.Durations;
using Pruning.Pipeline.Stages;

namespace Pruning.Pipeline.Tuning;

/// <summary>How long a search will take if nothing of it is in the store.</summary>
internal static class TuningForecast
{
    /// <returns>A line for people; null where nobody knows.</returns>
    public static string? Of(TrialProject project, HalvingPlan plan, CancellationToken cancellation)
    {
        var seconds = 0.0;
        var basis = ForecastBasis.Done;
        for (var rung = 0; rung < plan.Shares.Length; rung++)
        {
            var share = plan.Shares[rung];
            var inputs = project.With(Trial.Defaults.Values, share);
            var steps = StagePlan.Make(
                TrialProject.Stages(inputs, share.Equals(1.0)),
                share.Equals(1.0) ? StageKind.Gate : StageKind.Evaluate,
                _ => null
            );
            if (new ForecastMaker(inputs, cancellation).Of(steps) is not { } forecast)
                return null;
            var each = forecast.Steps.Where(step => step.Step is not (StepNames.Import or StepNames.Check));
            seconds += plan.Runs[rung] * each.Sum(step => step.Seconds ?? 0);
            basis = forecast.Basis;
        }

        var runs = string.Join(
            ", ",
            plan.Runs.Select((count, rung) => $"{count} × {project.EpochsAt(plan.Shares[rung])} epochs")
        );
        return $"about {ForecastText.About(seconds)} for {plan.Trials} trials ({runs}), "
            + $"{ForecastText.Basis(basis)}; what is in the cache takes no time";
    }
}
