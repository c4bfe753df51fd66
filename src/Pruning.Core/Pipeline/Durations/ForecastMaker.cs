using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Pipeline.Stages;

namespace Pruning.Pipeline.Durations;

/// <summary>Makes a project's <see cref="Forecast"/>s, and learns from what its steps take.</summary>
internal sealed class ForecastMaker(ProjectInputs inputs, CancellationToken cancellation)
{
    private readonly PaceBook _paces = PaceBook.Open(inputs.Cache, inputs.Execution.Device.ToString());
    private ImmutableDictionary<string, StepWork> _works = ImmutableDictionary<string, StepWork>.Empty;
    private double? _trial;

    /// <summary>Whether a machine that has timed nothing yet may do a few passes for it.</summary>
    public bool MayMeasure { get; init; } = true;

    /// <param name="plan">What a run would find.</param>
    /// <returns>Null where the base model cannot be read, or not be run at the project's image size: its own step says why.</returns>
    public Forecast? Of(ImmutableArray<PlannedStep> plan)
    {
        try
        {
            return Expected(plan);
        }
        catch (PruneException)
        {
            return null;
        }
    }

    private Forecast Expected(ImmutableArray<PlannedStep> plan)
    {
        if (plan.All(step => step.Outcome != StageOutcome.Ran))
            return new Forecast([.. plan.Select(step => new StepForecast(step.Stage.Name, 0, ForecastBasis.Done))], Searches: false);
        var network = Dense(plan);
        var sizes = NetworkSizes.Of(network, inputs.Options);
        _works = plan.ToImmutableDictionary(step => step.Stage.Name, step => step.Stage.Work(sizes));
        return Forecast.Of(plan, stage => _works[stage.Name], _paces, () => MayMeasure ? _trial ??= Trial(network) : null, inputs.Options.Goal is not null);
    }

    /// <summary>Remembers how long a step took that was done as a whole.</summary>
    public void Learn(StepFinished finished)
    {
        if (finished is { Outcome: StageOutcome.Ran, IsPart: false } && _works.TryGetValue(finished.Step, out var work))
            _paces.Add(work, finished.Elapsed);
    }

    private double Trial(Network network) =>
        PaceTrial.Run(network, inputs.Execution, inputs.Precision, inputs.Options.BatchSize, inputs.Options.ImageSize, cancellation);

    private static Network Dense(ImmutableArray<PlannedStep> plan)
    {
        var import = plan.Single(step => step.Stage is ImportStage);
        return import.Entry is { } entry ? SafetensorsFile.Load(entry.PathOf(StageFiles.Network)) : ((ImportStage)import.Stage).Import(new DiagnosticList(), _ => { });
    }
}
