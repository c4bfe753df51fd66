using Pruning.Pipeline.Stages;
using Pruning.Pipeline.Store;
using Pruning.Reporting;

namespace Pruning.Pipeline.Search;

/// <summary>The mAP50-95 that a trial's steps measured, of the baseline and of the network.</summary>
internal static class TrialAccuracy
{
    /// <summary>A project's stages without those that no trial needs: choosing must not see the test split.</summary>
    public static IReadOnlyList<IStage> Stages(ProjectInputs inputs) =>
        [.. StageList.Of(inputs).Where(stage => stage.Name is not (StepNames.TestBaseline or StepNames.Test or StepNames.Pictures or StepNames.Latency))];

    public static (double? Baseline, double? Model)? Of(IEnumerable<StepResult> steps) => Of(steps.ToDictionary(step => step.Name, step => step.Entry));

    /// <returns>Null where the store lacks a measurement.</returns>
    public static (double? Baseline, double? Model)? Of(IEnumerable<PlannedStep> steps) => Of(steps.ToDictionary(step => step.Stage.Name, step => step.Entry));

    private static (double? Baseline, double? Model)? Of(Dictionary<string, StoreEntry?> entries) =>
        entries[StepNames.EvaluateBaseline] is { } baseline && entries[StepNames.Evaluate] is { } model ? (Read(baseline), Read(model)) : null;

    private static double? Read(StoreEntry entry) => ReportJson.Read<AccuracyReport>(entry.PathOf(AccuracyReport.FileName)).Metrics.Map5095;
}
