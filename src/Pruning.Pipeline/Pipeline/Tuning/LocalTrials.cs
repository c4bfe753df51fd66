using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Pipeline.Durations;
using Pruning.Pipeline.Stages;
using Pruning.Pipeline.Store;
using Pruning.Reporting;
using Pruning.Storage;

namespace Pruning.Pipeline.Tuning;

/// <summary>
/// Runs trials one after another in this process. Each is an ordinary run of the pipeline's steps, so the store knows it
/// the next time, and a training that was stopped goes on.
/// </summary>
/// <param name="begins">Told of each run before it begins.</param>
internal sealed class LocalTrials(TrialProject project, StageRunner runner, Action<TrialRun> begins) : ITrialRunner
{
    // What a setting of the parameters can do wrong. Anything else is wrong with the project or the machine.
    private static readonly ImmutableArray<DiagnosticCode> OfTrials =
    [
        Codes.ContradictoryOptions,
        Codes.InvalidValue,
        Codes.UntrainableNetwork,
        Codes.TrainingDiverged,
        Codes.NothingToPenalise,
        Codes.GradientsExploded,
        Codes.ModelDied,
        Codes.LossExploded,
        Codes.OutOfDeviceMemory,
        Codes.TargetOutOfReach,
        Codes.ExportNotFaithful,
        Codes.NonFiniteOutput,
    ];

    private readonly HashSet<string> _counted = new(StringComparer.Ordinal);

    public ImmutableArray<TrialResult> Run(
        ImmutableArray<TrialRun> runs,
        Action<TrialResult> told,
        CancellationToken cancellation
    )
    {
        var results = ImmutableArray.CreateBuilder<TrialResult>(runs.Length);
        foreach (var run in runs)
        {
            begins(run);
            results.Add(Run(run, cancellation));
            told(results[^1]);
        }

        return results.MoveToImmutable();
    }

    private TrialResult Run(TrialRun run, CancellationToken cancellation)
    {
        try
        {
            var inputs = project.With(run.Trial.Values, run.Share);
            var stages = TrialProject.Stages(inputs, run.IsWhole);
            // Gates look at the files, too.
            var target = run.IsWhole ? StageKind.Gate : StageKind.Evaluate;
            var paces = new ForecastMaker(inputs, cancellation) { Trials = PaceTrials.None };
            var steps = runner.RunTo(stages, target, cancellation, plan => paces.Of(plan));
            foreach (var step in steps)
                paces.Learn(
                    new StepFinished(step.Name, step.Kind, step.Outcome, step.Elapsed) { IsPart = step.IsPart }
                );
            return Measured(run, inputs, stages, steps);
        }
        catch (PruneException refusal) when (OfTrials.Contains(refusal.Code))
        {
            return new TrialResult(run, null, $"{refusal.Code.Id}: {refusal.Code.Title}", 0, TimeSpan.Zero);
        }
    }

    private TrialResult Measured(
        TrialRun run,
        ProjectInputs inputs,
        IReadOnlyList<IStage> stages,
        ImmutableArray<StepResult> steps
    )
    {
        var entries = steps
            .Where(step => step.Entry is not null)
            .ToDictionary(step => step.Name, step => step.Entry!, StringComparer.Ordinal);
        var evaluated = entries[StepNames.Evaluate];
        var accuracy = ReportJson.Read<AccuracyReport>(evaluated.PathOf(AccuracyReport.FileName));
        var (epochs, elapsed) = Spent(stages, steps);
        return new TrialResult(
            run,
            accuracy.Metrics.Map5095,
            run.IsWhole ? TrialGates.Failure(inputs.Options.Gates, entries) : null,
            epochs,
            elapsed,
            evaluated.PathOf(PictureTally.FileName),
            accuracy.Images
        );
    }

    // What two trials share is counted once, whichever run of the search has made it.
    private (int Epochs, TimeSpan Elapsed) Spent(IReadOnlyList<IStage> stages, ImmutableArray<StepResult> steps)
    {
        var (epochs, elapsed) = (0, TimeSpan.Zero);
        foreach (var step in steps.Where(step => step is { Entry: not null, Outcome: not StageOutcome.Skipped }))
        {
            if (!_counted.Add(step.Entry!.Folder))
                continue;
            epochs += stages.Single(stage => stage.Name == step.Name).Epochs;
            elapsed += step.Elapsed;
        }

        return (epochs, elapsed);
    }
}
