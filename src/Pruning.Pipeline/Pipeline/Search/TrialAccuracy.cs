using Pruning.Evaluation;
using Pruning.Pipeline.Stages;
using Pruning.Pipeline.Store;
using Pruning.Reporting;
using Pruning.Storage;

namespace Pruning.Pipeline.Search;

/// <summary>The mAP50-95 that a trial's steps measured.</summary>
/// <param name="Baseline">Null where it could not be measured.</param>
/// <param name="Model">Of the network; likewise.</param>
/// <param name="DropAtMost">
/// How far that may lie below the baseline, given a confidence; null where it is not known.
/// </param>
internal sealed record TrialAccuracy(double? Baseline, double? Model, Func<double, double?> DropAtMost)
{
    /// <summary>A project's stages without those that no trial needs: choosing must not see the test split.</summary>
    public static IReadOnlyList<IStage> Stages(ProjectInputs inputs) =>
        [
            .. StageList
                .Build(inputs)
                .Where(stage =>
                    stage.Name
                        is not (
                            StepNames.TestBaseline
                            or StepNames.Test
                            or StepNames.Pictures
                            or StepNames.Runtime
                            or StepNames.Latency
                        )
                ),
        ];

    public static TrialAccuracy? Read(IEnumerable<StepResult> steps) =>
        Read(steps.ToDictionary(step => step.Name, step => step.Entry));

    /// <returns>Null where the store lacks a measurement.</returns>
    public static TrialAccuracy? Read(IEnumerable<PlannedStep> steps) =>
        Read(steps.ToDictionary(step => step.Stage.Name, step => step.Entry));

    private static TrialAccuracy? Read(Dictionary<string, StoreEntry?> entries) =>
        entries[StepNames.EvaluateBaseline] is { } baseline
        && entries[StepNames.Evaluate] is { } model
        && entries[StepNames.Drop] is { } drop
            ? new TrialAccuracy(
                Read(baseline),
                Read(model),
                BootstrapDrops.Read(drop.PathOf(BootstrapDrops.FileName)).AtMost
            )
            : null;

    private static double? Read(StoreEntry entry) =>
        ReportJson.Read<AccuracyReport>(entry.PathOf(AccuracyReport.FileName)).Metrics.Map5095;
}
