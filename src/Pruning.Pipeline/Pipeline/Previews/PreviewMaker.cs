using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Diagnostics;
using Pruning.Evaluation.Gates;
using Pruning.Graphs;
using Pruning.Pipeline.Choices;
using Pruning.Pipeline.Durations;
using Pruning.Pipeline.Expectations;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Prune;
using Pruning.Pipeline.Stages;
using Pruning.Pipeline.Store;
using Pruning.Pruners;
using Pruning.Pruners.Sensitivity;
using Pruning.Training.Sparsity;

namespace Pruning.Pipeline.Previews;

/// <summary>
/// Makes a <see cref="BuildPreview"/>: the steps by their fingerprints, and the cut on the best network that there is.
/// </summary>
internal sealed class PreviewMaker(
    ProjectInputs inputs,
    IReadOnlyList<IStage> stages,
    IDiagnosticSink diagnostics,
    Action<string> note,
    Action<string, double?> report
)
{
    // The networks that a cut can be planned on, the latest first.
    private static readonly ImmutableArray<string> Sources = [StepNames.SparseTrain, StepNames.Train, StepNames.Import];

    private PruneOptions Prune => inputs.Options.Prune;

    public BuildPreview Make(ImmutableArray<PlannedStep> steps, Forecast? forecast, CancellationToken cancellation)
    {
        var source = SourceOf(steps);
        var preview = new BuildPreview(
            inputs.Request.Name,
            inputs.Options.ImageSize,
            [.. steps.Select((step, index) => Row(step, forecast?.Steps[index]))],
            source?.Stage.Name ?? StepNames.Import,
            IsNetworkToPrune(source?.Stage.Kind ?? StageKind.Import, steps),
            "",
            [],
            null,
            null,
            [],
            null
        )
        {
            Choices = AutomaticChoices.List(inputs),
            Expected = forecast is null ? null : ForecastText.Of(forecast),
        };
        preview = preview with { Remark = RemarkOn(preview, steps) + RoundsOf(steps) + GuideOf(steps) };
        try
        {
            return Plan(preview, source, steps, cancellation);
        }
        catch (PruneException refusal)
        {
            var located = refusal.Diagnostic.Location is null
                ? refusal.Diagnostic with
                {
                    Location = inputs.Request.Location,
                }
                : refusal.Diagnostic;
            return preview with { Error = new PreviewError(refusal.Code.Id, refusal.Message), Failure = located };
        }
    }

    private BuildPreview Plan(
        BuildPreview preview,
        PlannedStep? source,
        ImmutableArray<PlannedStep> steps,
        CancellationToken cancellation
    )
    {
        var network = source is null
            ? stages.OfType<ImportStage>().Single().Import(diagnostics, note)
            : SafetensorsFile.Load(source.Entry!.PathOf(StageFiles.Network));
        stages.OfType<CheckStage>().Single().Verify(network, diagnostics);
        var planned = StoredPlan(steps);
        var resolution = ResolutionOf(preview, planned, network, steps, cancellation);
        var planner = new PlanMaker(Prune.OfPlan, inputs.Outside, inputs.Outside.Cache)
            .At(resolution?.Resolution ?? planned?.Image.Width ?? Prune.NetworkSize)
            .With(resolution?.Activation?.Chosen ?? Prune.Activation);
        var cut = planned is { } plan
            ? ChannelPruner.Make(network, plan)
            : new NetworkPruner(planner, Sensitivity(steps)).Make(
                network,
                diagnostics,
                note,
                proven: false,
                cancellation: cancellation
            );
        var costs = PruningCosts.Count(network, cut, planner.Options, inputs.Options.Export);
        var (accuracy, because) = planned is null
            ? Expected(
                preview,
                network,
                cut with
                {
                    Network = cut.Network.WithActivation(planner.Options.Activation),
                },
                planner.Options.NetworkSize,
                cancellation
            )
            : default;
        return preview with
        {
            Resolution = planner.Options.Resolution,
            Choices = [.. preview.Choices, .. resolution?.ToChoices() ?? []],
            Accuracy = accuracy,
            Remark = preview.Remark + (because is null ? "" : $" No accuracy is foreseen: {because}."),
            Targets = costs.Targets,
            Before = costs.Before,
            After = costs.After,
            Layers = costs.Layers,
            Locked = Locked(costs.After),
        };
    }

    // As the build has chosen it, or would.
    private ResolutionReport? ResolutionOf(
        BuildPreview preview,
        PrunePlan? planned,
        Network network,
        ImmutableArray<PlannedStep> steps,
        CancellationToken cancellation
    )
    {
        if (steps.FirstOrDefault(step => step.Stage is ResolutionStage) is not { } step)
            return null;
        if (step.Entry is { } entry)
            return ResolutionStage.Read(entry.PathOf(StageFiles.Resolution));
        return planned is null && preview is { IsNetworkToPrune: true, PlannedOn: StepNames.Train or StepNames.Import }
            ? new ResolutionSearch(ResolutionOptions.Find(inputs.Options, inputs.Dataset)!, inputs.Outside)
            {
                Report = report,
                Cancellation = cancellation,
            }.Find(network)
            : null;
    }

    // Learnt from cuts in one step, with imitation and trainings after them.
    private (ExpectedAccuracy? Accuracy, string? Because) Expected(
        BuildPreview preview,
        Network network,
        PrunedNetwork cut,
        int resolution,
        CancellationToken cancellation
    )
    {
        if (!preview.IsNetworkToPrune || preview.PlannedOn == StepNames.SparseTrain)
            return (null, "that takes the network that is to be cut");
        if (inputs.Options.Rounds.Length > 1 || Prune.Recovery!.Imitation(inputs.Dataset, rounds: 1).Steps == 0)
            return (null, "it is known of cuts in one step with imitation and training behind them");
        var (measured, because) = new PrunedAccuracy(Prune, inputs.Outside)
        {
            Report = report,
            Cancellation = cancellation,
        }.Of(network, cut, resolution);
        return measured is null
            ? (null, because)
            : (
                ExpectedAccuracy
                    .Predict(measured)
                    .Against(inputs.Options.GateSplit == StageInputs.Validation ? inputs.Options.Gates : []),
                null
            );
    }

    private ImmutableArray<LockedRow> Locked(PreviewCost planned) =>
        inputs.Options.LockedBaseline is { Accept: false } options
        && LockedBaselineFile.Read(options.Path) is { } locked
            ? LockedComparison.OfPlanned(locked, planned.Parameters, planned.Flops, planned.FileSize, options)
            : [];

    // What was cut already is known, whatever network is left of that time. Rounds have no plan for the whole way.
    private StoreEntry? StoredPruning(ImmutableArray<PlannedStep> steps) =>
        Prune.Granularity.RemovesChannels
        && steps.Where(step => step.Stage is PruneStage).ToList() is [{ Entry: { } entry }]
            ? entry
            : null;

    private PrunePlan? StoredPlan(ImmutableArray<PlannedStep> steps) =>
        (StoredPruning(steps) ?? Silenced(steps)) is { } entry
            ? PrunePlan.FromJson(File.ReadAllText(entry.PathOf(StageFiles.Plan)))
            : null;

    // An early schedule knows before sparse training what will go.
    private static StoreEntry? Silenced(ImmutableArray<PlannedStep> steps) =>
        steps.Single(step => step.Stage.Name == StepNames.SparseTrain)
            is { Outcome: not StageOutcome.Skipped, Entry: { } entry }
        && File.Exists(entry.PathOf(StageFiles.Plan))
            ? entry
            : null;

    private static PlannedStep? SourceOf(ImmutableArray<PlannedStep> steps) =>
        Sources
            .Select(name => steps.Single(step => step.Stage.Name == name))
            .FirstOrDefault(step => step.Entry is not null);

    // An early schedule cuts before sparse training.
    private bool IsNetworkToPrune(StageKind source, ImmutableArray<PlannedStep> steps) =>
        steps
            .Where(step => step.Stage.Kind > source && step.Stage.Kind < StageKind.Prune)
            .All(step =>
                step.Outcome == StageOutcome.Skipped
                || (
                    step.Stage.Kind == StageKind.SparseTrain
                    && inputs.Options.SparseTrain.Sparsity!.Schedule == PruningSchedule.Early
                )
            );

    private string RemarkOn(BuildPreview preview, ImmutableArray<PlannedStep> steps)
    {
        if (preview.IsNetworkToPrune)
            return $"The cut is planned on the network that would be cut: the result of '{preview.PlannedOn}'.";
        if (StoredPruning(steps) is not null)
            return "The cut is made already, and shown as it was made.";
        var basis =
            preview.PlannedOn == StepNames.Import
                ? "the base model with its head for the dataset's classes"
                : $"the result of '{preview.PlannedOn}'";
        var trainings =
            preview.PlannedOn == StepNames.Import ? "the trainings before the cut" : "the trainings after it";
        // Done elsewhere, or so long ago that only what came of them is left.
        return steps.Any(step =>
            step is { Outcome: StageOutcome.Ran, Stage.Kind: StageKind.Train or StageKind.SparseTrain }
        )
            ? $"The cut is planned on {basis}: {trainings} are still to run, and will change which channels go."
            : $"The cut is planned on {basis}: {trainings} are done, and what they made is not here to say which "
                + $"channels went.";
    }

    private static PlannedStep? GuideStep(ImmutableArray<PlannedStep> steps) =>
        steps.FirstOrDefault(step => step.Stage is SensitivityStage);

    private static SensitivityReport? Sensitivity(ImmutableArray<PlannedStep> steps) =>
        GuideStep(steps)?.Entry is { } entry ? SensitivityStage.Read(entry.PathOf(StageFiles.Sensitivity)) : null;

    private static string GuideOf(ImmutableArray<PlannedStep> steps) =>
        GuideStep(steps) switch
        {
            { Entry: null, Outcome: StageOutcome.Ran } =>
                " Sensitivity is still to be measured: the plan goes by importance, the build will not.",
            { Entry: null } =>
                " Sensitivity was measured, and the figures are not here: the plan goes by importance, the build "
                    + "did not.",
            _ => "",
        };

    private static string RoundsOf(ImmutableArray<PlannedStep> steps) =>
        steps.Count(step => step.Stage is PruneStage) is var rounds and > 1
            ? $" The {rounds} rounds are shown as one cut."
            : "";

    private static PreviewStep Row(PlannedStep step, StepForecast? forecast) =>
        new(
            step.Stage.Name,
            StepOutcomes.Word(step.Outcome),
            step.Fingerprint.Hex,
            forecast?.Seconds is { } seconds ? Math.Round(seconds, 1) : null,
            forecast?.Basis ?? ForecastBasis.Unknown
        );
}
