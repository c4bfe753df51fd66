using System.Collections.Immutable;

namespace Pruning.Pipeline.Durations;

/// <summary>How long a build is expected to take, step by step.</summary>
/// <param name="Steps">All steps, in order.</param>
/// <param name="Searches">Whether the steps from the cut on are done for several sizes, of which these are one.</param>
public sealed record Forecast(ImmutableArray<StepForecast> Steps, bool Searches)
{
    // Seconds on two cores, of steps that depend little on the project.
    private static readonly ImmutableDictionary<string, double> Typical = ImmutableDictionary.CreateRange(
        new KeyValuePair<string, double>[]
        {
            new(Stages.StepNames.Import, 1),
            new(Stages.StepNames.Check, 5),
            new(Stages.StepNames.Prune, 5),
            new(Stages.StepNames.Export, 3),
            new(Stages.StepNames.Drop, 2),
            new(Stages.StepNames.Pictures, 2),
            new(Stages.StepNames.Latency, 20),
        }
    );

    /// <summary>For everything that is known; 0 where nothing is to be done.</summary>
    public double Seconds => Steps.Sum(step => step.Seconds ?? 0);

    /// <summary>The weakest of what the times of the steps to do rest on.</summary>
    public ForecastBasis Basis =>
        Steps
            .Where(step => step.Seconds > 0)
            .Select(step => step.Basis)
            .DefaultIfEmpty(ForecastBasis.Done)
            .MaxBy(basis => basis == ForecastBasis.Typical ? ForecastBasis.Timed : basis);

    /// <param name="plan">What a run would find.</param>
    /// <param name="workOf">How much a step is to do.</param>
    /// <param name="paces">What this machine did before.</param>
    /// <param name="trial">
    /// Seconds for 10^9 operations of a training, measured when first asked for, and how; null where that cannot be
    /// done.
    /// </param>
    public static Forecast Estimate(
        ImmutableArray<PlannedStep> plan,
        Func<IStage, StepWork> workOf,
        PaceBook paces,
        Func<TriedPace?> trial,
        bool searches
    ) => new([.. plan.Select(step => Estimate(step, workOf, paces, trial))], searches);

    private static StepForecast Estimate(
        PlannedStep step,
        Func<IStage, StepWork> workOf,
        PaceBook paces,
        Func<TriedPace?> trial
    )
    {
        var name = step.Stage.Name;
        if (step.Outcome != StageOutcome.Ran)
            return new StepForecast(name, 0, ForecastBasis.Done);
        var work = workOf(step.Stage);
        if (paces.Of(work.Pace) is { } pace)
            return new StepForecast(name, pace * work.Amount, ForecastBasis.Timed);
        if (Typical.TryGetValue(work.Pace, out var typical))
            return new StepForecast(name, typical * work.Amount, ForecastBasis.Typical);
        return work.CountsOperations && trial() is { } measured
            ? new StepForecast(name, measured.Seconds * work.Amount, measured.Basis)
            : new StepForecast(name, null, ForecastBasis.Unknown);
    }
}
