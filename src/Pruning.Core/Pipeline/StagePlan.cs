using System.Collections.Immutable;
using Pruning.Pipeline.Store;

namespace Pruning.Pipeline;

/// <summary>Which steps a run to a stage takes, by fingerprints alone: nothing is run to find out.</summary>
public static class StagePlan
{
    /// <param name="stages">Each after those that it reads.</param>
    /// <param name="target">The last stage wanted.</param>
    /// <param name="store">Null: nothing is stored.</param>
    public static ImmutableArray<PlannedStep> Of(IReadOnlyList<IStage> stages, StageKind target, StageStore? store) =>
        Of(stages, target, fingerprint => store?.TryOpen(fingerprint));

    /// <param name="find">Gives a stored result that counts, or null.</param>
    public static ImmutableArray<PlannedStep> Of(IReadOnlyList<IStage> stages, StageKind target, Func<Fingerprint, StoreEntry?> find)
    {
        var steps = Fingerprints(stages.Where(stage => stage.Kind <= target))
            .Select(step => step with { Entry = step.Stage.IsSkipped ? null : find(step.Fingerprint) })
            .ToList();
        var needed = new HashSet<string>();
        // Backwards: what is wanted for itself, and what missing steps read. A skipped step stands for the one that it passes through.
        foreach (var step in steps.AsEnumerable().Reverse())
        {
            if (IsWanted(step.Stage.Kind, target))
                needed.Add(step.Stage.Name);
            if (needed.Contains(step.Stage.Name) && step.Entry is null)
                needed.UnionWith(step.Stage.IsSkipped ? [step.Stage.Upstream[0]] : step.Stage.Upstream);
        }

        return [.. steps.Select(step => step with { Outcome = OutcomeOf(step, needed.Contains(step.Stage.Name)) })];
    }

    // The import checks the whole project, and costs seconds. The gates read what the evaluation measured, and publish what the export wrote.
    private static bool IsWanted(StageKind stage, StageKind target) =>
        stage is StageKind.Import || stage == target || (target == StageKind.Gate && stage >= StageKind.Export);

    private static StageOutcome OutcomeOf(PlannedStep step, bool needed) =>
        step.Stage.IsSkipped ? StageOutcome.Skipped
        : step.Entry is not null ? StageOutcome.Cached
        : needed ? StageOutcome.Ran
        : StageOutcome.NotNeeded;

    private static ImmutableArray<PlannedStep> Fingerprints(IEnumerable<IStage> stages)
    {
        var known = new Dictionary<string, Fingerprint>();
        var steps = ImmutableArray.CreateBuilder<PlannedStep>();
        foreach (var stage in stages)
        {
            var inputs = new FingerprintBuilder();
            if (stage.IsSkipped)
            {
                known[stage.Name] = known[stage.Upstream[0]];
            }
            else
            {
                inputs.Add("stage", stage.Name).Add("engine", EngineIdentity.Content);
                foreach (var upstream in stage.Upstream)
                    inputs.Add($"from {upstream}", known[upstream]);
                stage.Describe(inputs);
                known[stage.Name] = inputs.Build();
            }

            steps.Add(new PlannedStep(stage, known[stage.Name], [.. inputs.Entries]));
        }

        return steps.ToImmutable();
    }
}
