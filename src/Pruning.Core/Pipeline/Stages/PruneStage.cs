using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Graphs;
using Pruning.Pipeline.Durations;
using Pruning.Slimming;
using Pruning.Training.Sparsity;

namespace Pruning.Pipeline.Stages;

/// <summary>Removes channels, fits what is left, then measures the BatchNorm statistics again on training images: stale ones hide what is left.</summary>
public sealed class PruneStage(ProjectInputs inputs, CutSettings settings, PruningRound round) : IStage
{
    private readonly CutImages _images = CutImages.Of(inputs);

    public string Name => round.NameOf(StepNames.Prune);

    public StageKind Kind => StageKind.Prune;

    // Behind what the round before left, what there was before the first.
    public ImmutableArray<string> Upstream =>
        inputs.Options.IsSensitivityGuided ? [StepNames.SparseTrain, StepNames.Sensitivity]
        : ResolutionStage.IsAsked(inputs) ? [StepNames.SparseTrain, StepNames.Resolution]
        : round.Index == 1 ? [StepNames.SparseTrain]
        : [round.Before.NameOf(StepNames.FineTune), StepNames.SparseTrain];

    public bool IsSkipped => false;

    public StepWork Work(NetworkSizes sizes) => round.Index == 1 && inputs.Options is { SparseEpochs: > 0, Schedule: PruningSchedule.Early }
        ? StepWork.Whole(StepNames.Prune)
        : StepWork.Training(inputs.Options.Precision, 0, 0).With(CutWork.Of(inputs, round.Count, sizes));

    public void Describe(FingerprintBuilder description)
    {
        settings.Describe(description);
        var imitation = ImitationChoice.Of(inputs, round.Count);
        description.Add("reconstructs", settings.Asked.Reconstructs).Add("imitation steps", imitation.Steps).Add("round", round.Index).Add("rounds", round.Count);
        _images.Describe(description);
        if (imitation.Steps == 0)
            return;
        _images.DescribeUnlabeled(description);
        description.Add("imitation precision", imitation.Precision?.ToString() ?? "auto");
        // The loss weighs what is imitated. A training before has them among its own inputs.
        if (inputs.Options is { TrainEpochs: 0, SparseEpochs: 0 })
            description.AddRecord("imitation hyperparameters", inputs.Hyperparameters);
    }

    public void Run(StageContext context)
    {
        var network = SafetensorsFile.Load(context.Input(Upstream[0], StageFiles.Network));
        var resolution = ResolutionStage.Of(inputs, context);
        var here = settings.At(resolution);
        var cut = Foreseen(context) is { } plan ? NetworkCut.Channels(network, plan) : Planned(network, here, context);
        var pruned = (_images with { ImageSize = resolution }).Recover(network, cut.Network, cut.Channels, settings.Asked.Reconstructs, ImitationChoice.Of(inputs, round.Count), RecoveryWork.Of(context));
        StageFiles.Save(context, pruned.WithResolution(here.Asked.Resolution), Name);
        File.WriteAllText(context.Output(StageFiles.Plan), cut.PlanJson);
    }

    // What an early schedule has silenced goes now.
    private PrunePlan? Foreseen(StageContext context) =>
        round.Index == 1 && context.Input(StepNames.SparseTrain, StageFiles.Plan) is var path && File.Exists(path) ? PrunePlan.FromJson(File.ReadAllText(path)) : null;

    private CutResult Planned(Network network, CutSettings here, StageContext context)
    {
        var dense = round.Index == 1 ? network : SafetensorsFile.Load(context.Input(StepNames.SparseTrain, StageFiles.Network));
        context.Report("planning the cut", null);
        var sensitivity = inputs.Options.IsSensitivityGuided ? SensitivityStage.Read(context.Input(StepNames.Sensitivity, StageFiles.Sensitivity)) : null;
        return new NetworkCut(here, sensitivity).Make(network, context.Diagnostics, context.Note, round.Of(dense), cancellation: context.Cancellation);
    }
}
