using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Pipeline.Stages;

namespace Pruning.Pipeline.Durations;

/// <summary>Makes a project's <see cref="Forecast"/>s, and learns from what its steps take.</summary>
internal sealed class ForecastMaker(ProjectInputs inputs, CancellationToken cancellation)
{
    private readonly PaceBook _paces = PaceBook.Open(inputs.Outside.Cache, inputs.Outside.Execution.Device.ToString());
    private ImmutableDictionary<string, StepWork> _works = ImmutableDictionary<string, StepWork>.Empty;
    private TriedPace? _trial;

    /// <summary>What a machine that has timed nothing yet may do for it.</summary>
    public PaceTrials Trials { get; init; } = PaceTrials.Training;

    /// <param name="plan">What a run would find.</param>
    /// <returns>
    /// Null where the base model cannot be read, or not be run at the project's image size: its own step says why.
    /// </returns>
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
            return new Forecast(
                [.. plan.Select(step => new StepForecast(step.Stage.Name, 0, ForecastBasis.Done))],
                Searches: false
            );
        var network = Dense(plan);
        var sizes = NetworkSizes.Estimate(network, inputs.Options.Prune);
        _works = plan.ToImmutableDictionary(step => step.Stage.Name, step => step.Stage.Work(sizes));
        return Forecast.Estimate(
            plan,
            stage => _works[stage.Name],
            _paces,
            () => _trial ??= Known(network) ?? Tried(network),
            inputs.Options.Goal is not null
        );
    }

    /// <summary>Remembers how long a step took that was done as a whole.</summary>
    public void Learn(StepFinished finished)
    {
        if (finished is { Outcome: StageOutcome.Ran, IsPart: false } && _works.TryGetValue(finished.Step, out var work))
            _paces.Add(work, finished.Elapsed);
    }

    // What was tried for this network once is not tried again.
    private TriedPace? Known(Network network) =>
        _paces.Of(TrialOf(network).Pace) is { } pace ? new TriedPace(pace, ForecastBasis.Trial) : null;

    private TriedPace? Tried(Network network) =>
        Trials switch
        {
            PaceTrials.Training => new TriedPace(Trial(network), ForecastBasis.Trial),
            PaceTrials.Inference => new TriedPace(
                PaceTrial.RunInference(network, inputs.Options.ImageSize, cancellation),
                ForecastBasis.Inference
            ),
            _ => null,
        };

    private double Trial(Network network)
    {
        var pace = PaceTrial.Run(
            network,
            inputs.Outside.Execution,
            inputs.Options.Train.Precision,
            BatchSize,
            inputs.Options.ImageSize,
            cancellation
        );
        _paces.Add(TrialOf(network), TimeSpan.FromSeconds(pace));
        return pace;
    }

    private int BatchSize => inputs.Options.Train.BatchSizeOf(inputs.Dataset.Split("train"));

    private StepWork TrialOf(Network network) =>
        new(
            FormattableString.Invariant(
                $"trial {inputs.Options.Train.Precision?.ToString() ?? "auto"} {NetworkCost.Count(network, inputs.Options.ImageSize, inputs.Options.ImageSize).Flops} {BatchSize}"
            ),
            1
        );

    private static Network Dense(ImmutableArray<PlannedStep> plan)
    {
        var import = plan.Single(step => step.Stage is ImportStage);
        return import.Entry is { } entry
            ? SafetensorsFile.Load(entry.PathOf(StageFiles.Network))
            : ((ImportStage)import.Stage).Import(new DiagnosticList(), _ => { });
    }
}
