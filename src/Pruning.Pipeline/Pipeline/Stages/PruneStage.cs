using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Graphs;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Prune;
using Pruning.Pruners;

namespace Pruning.Pipeline.Stages;

/// <summary>
/// Removes channels, exchanges activations where the project says so, fits what is left, then measures the BatchNorm statistics again on training images: stale ones
/// hide what is left.
/// </summary>
/// <param name="guide">
/// The step before it that says where to cut, if any: <see cref="StepNames.Sensitivity"/> or
/// <see cref="StepNames.Resolution"/>.
/// </param>
/// <param name="isSilenced">Whether sparse training has silenced already what goes.</param>
/// <param name="isTrained">
/// Whether a training comes before it, which has the hyper-parameters among its own inputs.
/// </param>
public sealed class PruneStage(PruneOptions options, StageInputs inputs, string? guide, bool isSilenced, bool isTrained)
    : Stage<PruneOptions>(options)
{
    private readonly AccuracyRecovery _recovery = AccuracyRecovery.For(options, inputs);

    public override string Name => Options.Round.NameOf(StepNames.Prune);

    public override StageKind Kind => StageKind.Prune;

    // Behind what the round before left, what there was before the first.
    public override ImmutableArray<string> Upstream =>
        guide is not null ? [StepNames.SparseTrain, guide]
        : Options.Round.Index == 1 ? [StepNames.SparseTrain]
        : [Options.Round.Before.NameOf(StepNames.FineTune), StepNames.SparseTrain];

    public override bool MayRunElsewhere => true;

    // The loss weighs what is imitated.
    protected override IEnumerable<StageInput> Reads =>
        [
            .. Planner.Reads,
            .. _recovery.Reads,
            .. Options.Recovery!.Imitates && !isTrained ? [inputs.Weighed] : Array.Empty<StageInput>(),
        ];

    private PlanMaker Planner => new(Options, inputs, inputs.Cache);

    public override StepWork Work(NetworkSizes sizes) =>
        isSilenced
            ? StepWork.Whole(StepNames.Prune)
            : StepWork
                .Training(Options.Recovery!.Precision, 0, 0)
                .With(PruneWork.Estimate(Options, inputs.Dataset, sizes));

    public override void Run(StageContext context)
    {
        var network = SafetensorsFile.Load(context.Input(Upstream[0], StageFiles.Network));
        var chosen = ResolutionStage.ChosenActivation(context);
        var here = Planner.At(ResolutionStage.Chosen(context) ?? Options.NetworkSize).With(chosen);
        var cut = Foreseen(context) is { } plan ? ChannelPruner.Make(network, plan) : Planned(network, here, context);
        var pruned = _recovery
            .At(here.Options.NetworkSize)
            .Run(network, cut.Network.WithActivation(here.Options.Activation), cut.Channels, RecoveryWork.Of(context));
        StageFiles.Save(context, pruned.WithResolution(here.Options.Resolution), Name);
        File.WriteAllText(context.Output(StageFiles.Plan), cut.PlanJson);
    }

    // What an early schedule has silenced goes now.
    private PrunePlan? Foreseen(StageContext context) =>
        Options.Round.Index == 1
        && context.Input(StepNames.SparseTrain, StageFiles.Plan) is var path
        && File.Exists(path)
            ? PrunePlan.FromJson(File.ReadAllText(path))
            : null;

    private PrunedNetwork Planned(Network network, PlanMaker here, StageContext context)
    {
        var dense =
            Options.Round.Index == 1
                ? network
                : SafetensorsFile.Load(context.Input(StepNames.SparseTrain, StageFiles.Network));
        context.Report("planning the cut", null);
        var sensitivity =
            guide == StepNames.Sensitivity ? SensitivityStage.Read(context.Input(guide, StageFiles.Sensitivity)) : null;
        return new NetworkPruner(here, sensitivity).Make(
            network,
            context.Diagnostics,
            context.Note,
            Options.Round.Of(dense),
            cancellation: context.Cancellation
        );
    }
}
