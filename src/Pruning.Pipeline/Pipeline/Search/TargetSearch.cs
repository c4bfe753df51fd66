using System.Collections.Immutable;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Stages;
using Pruning.Pipeline.Store;
using Pruning.Pruners;
using Pruning.Reporting;

namespace Pruning.Pipeline.Search;

/// <summary>Finds the reduction that keeps a goal's accuracy, by trials that are a project's stages.</summary>
/// <param name="inputs">Of the project, without the target that is looked for.</param>
internal sealed class TargetSearch(DropGoal goal, ProjectInputs inputs, StageRunner runner)
{
    /// <summary>Runs trials, and takes what the store has of them.</summary>
    /// <param name="told">Each trial, as it ends.</param>
    /// <returns>The project's inputs with the target that was found, and the trials in order.</returns>
    /// <exception cref="Diagnostics.PruneException">What a trial's stages refuse.</exception>
    public (ProjectInputs Inputs, ImmutableArray<SearchTrial> Trials) Run(
        Action<SearchTrial> told,
        CancellationToken cancellation
    )
    {
        var search = new DropSearch(
            goal,
            target =>
                TrialAccuracy.Read(runner.RunTo(TrialAccuracy.Stages(With(target)), StageKind.Evaluate, cancellation)),
            told
        );
        return (With(search.Run()), search.Trials);
    }

    /// <summary>The target that a search would end with, as far as the stores know its trials. Nothing is run.</summary>
    public ProjectInputs Foresee(CancellationToken cancellation) =>
        With(new DropSearch(goal, target => Known(target, cancellation), _ => { }).Run());

    /// <summary>The inputs of every trial that a search may make.</summary>
    public static IEnumerable<ProjectInputs> Trials(DropGoal goal, ProjectInputs inputs) =>
        ReductionBisection.All.Select(reduction => With(inputs, DropSearch.Target(goal, reduction)));

    // Measurements are small: those that are elsewhere are fetched, or nobody could tell which network comes next.
    private TrialAccuracy? Known(SparsityTarget target, CancellationToken cancellation) =>
        TrialAccuracy.Read(
            runner
                .Plan(TrialAccuracy.Stages(With(target)), StageKind.Evaluate, cancellation)
                .Select(step =>
                    step is { Outcome: StageOutcome.Fetched, Stage.Kind: StageKind.Evaluate }
                        ? step with
                        {
                            Entry = runner.Fetch(step, cancellation),
                        }
                        : step
                )
        );

    private ProjectInputs With(SparsityTarget target) => With(inputs, target);

    private static ProjectInputs With(ProjectInputs inputs, SparsityTarget target) =>
        inputs with
        {
            Options = inputs.Options with
            {
                Prune = inputs.Options.Prune with { Targets = inputs.Options.Prune.Targets.Add(target) },
            },
        };
}
