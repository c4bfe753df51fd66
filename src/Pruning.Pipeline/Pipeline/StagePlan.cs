using System.Collections.Immutable;
using Pruning.Pipeline.Store;

namespace Pruning.Pipeline;

/// <summary>Which steps a run to a stage takes, by fingerprints alone: nothing is run to find out.</summary>
public static class StagePlan
{
    /// <param name="stages">Each after those that it reads.</param>
    /// <param name="target">The last stage wanted.</param>
    /// <param name="find">Gives a stored result that counts, or null.</param>
    /// <param name="isElsewhere">
    /// Asked of a step that is needed and not stored: whether its result can be had without doing it.
    /// </param>
    public static ImmutableArray<PlannedStep> Make(
        IReadOnlyList<IStage> stages,
        StageKind target,
        Func<Fingerprint, StoreEntry?> find,
        Func<PlannedStep, bool>? isElsewhere = null
    )
    {
        var steps = Fingerprints(stages.Where(stage => stage.Kind <= target))
            .Select(step => step with { Entry = step.Stage.IsSkipped ? null : find(step.Fingerprint) })
            .ToList();
        var needed = new HashSet<string>();
        // Backwards: what is wanted for itself, and what missing steps read. A skipped step stands for the one that it
        // passes through.
        for (var i = steps.Count - 1; i >= 0; i--)
        {
            var step = steps[i];
            var isNeeded = IsWanted(step.Stage.Kind, target) || needed.Contains(step.Stage.Name);
            steps[i] = step = step with { Outcome = OutcomeOf(step, isNeeded, isElsewhere) };
            if (isNeeded && step.Outcome is StageOutcome.Ran or StageOutcome.Skipped)
                needed.UnionWith(step.Stage.IsSkipped ? [step.Stage.Upstream[0]] : step.Stage.Upstream);
        }

        return [.. steps];
    }

    // The import checks the whole project, and costs seconds. The gates read what the evaluation measured, and publish
    // what the export wrote.
    private static bool IsWanted(StageKind stage, StageKind target) =>
        stage is StageKind.Import || stage == target || (target == StageKind.Gate && stage >= StageKind.Export);

    private static StageOutcome OutcomeOf(PlannedStep step, bool isNeeded, Func<PlannedStep, bool>? isElsewhere) =>
        step.Stage.IsSkipped ? StageOutcome.Skipped
        : step.Entry is not null ? StageOutcome.Cached
        : !isNeeded ? StageOutcome.NotNeeded
        : isElsewhere?.Invoke(step) == true ? StageOutcome.Fetched
        : StageOutcome.Ran;

    /// <summary>A step whose upstream results are known.</summary>
    /// <param name="upstream">Their fingerprints by name.</param>
    internal static PlannedStep Of(IStage stage, Func<string, Fingerprint> upstream)
    {
        var inputs = new FingerprintBuilder();
        inputs.Add("stage", stage.Name).Add("engine", EngineIdentity.Content);
        foreach (var name in stage.Upstream)
            inputs.Add(From(name), upstream(name));
        stage.Describe(inputs);
        return new PlannedStep(stage, inputs.Build(), [.. inputs.Entries]);
    }

    /// <summary>How a step's inputs name the result of an upstream step.</summary>
    internal static string From(string upstream) => $"from {upstream}";

    private static ImmutableArray<PlannedStep> Fingerprints(IEnumerable<IStage> stages)
    {
        var known = new Dictionary<string, Fingerprint>();
        var steps = ImmutableArray.CreateBuilder<PlannedStep>();
        foreach (var stage in stages)
        {
            var step = stage.IsSkipped
                ? new PlannedStep(stage, known[stage.Upstream[0]], [])
                : Of(stage, name => known[name]);
            known[stage.Name] = step.Fingerprint;
            steps.Add(step);
        }

        return steps.ToImmutable();
    }
}
