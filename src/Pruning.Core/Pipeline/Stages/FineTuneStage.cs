using Pruning.Graphs;
using Pruning.Pipeline.Durations;
using Pruning.Pipeline.Options;
using Pruning.Training;

namespace Pruning.Pipeline.Stages;

/// <summary>Training after the cut. All rounds of a project but the last belong to its pruning.</summary>
public sealed class FineTuneStage(ProjectInputs inputs, PruningRound round) : TrainingStage(inputs, round.NameOf(StepNames.Prune), round.EpochsOf(inputs.Options.FineTuneEpochs))
{
    public override string Name => round.NameOf(StepNames.FineTune);

    public override StageKind Kind => round.IsLast ? StageKind.FineTune : StageKind.Prune;

    protected override StageKind Training => StageKind.FineTune;

    protected override int Repetition => round.IsLast ? 0 : round.Index;

    protected override bool IsFirst => base.IsFirst && round.Index == 1;

    protected override DistillationChoice? Distillation => Inputs.Options.Distillation;

    // What earlier rounds leave unlearnt, later ones go on with.
    protected override IntegerOption? Length => round.IsLast ? OptionCatalogue.FineTuneEpochs : null;

    protected override void DescribeMore(FingerprintBuilder description) => description
        .Add("freeze", Inputs.Options.Freeze)
        .Add("patience", Inputs.Options.Patience)
        .Add("keeps zeros", KeepsZeros);

    protected override TrainingOptions Adapt(Network start, TrainingOptions options) => options with
    {
        Freeze = Inputs.Options.Freeze,
        Patience = Inputs.Options.Patience,
        KeepsZeros = KeepsZeros,
    };

    protected override double FlopsOf(NetworkSizes sizes) => sizes.Cut;

    private bool KeepsZeros => Inputs.Options.Granularity is Granularities.Weight or Granularities.TwoOfFour;
}
