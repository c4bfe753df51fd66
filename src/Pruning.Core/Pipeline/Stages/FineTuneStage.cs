using Pruning.Graphs;
using Pruning.Training;

namespace Pruning.Pipeline.Stages;

/// <summary>Training after the cut.</summary>
public sealed class FineTuneStage(ProjectInputs inputs) : TrainingStage(inputs, StepNames.Prune, inputs.Options.FineTuneEpochs)
{
    public override string Name => StepNames.FineTune;

    public override StageKind Kind => StageKind.FineTune;

    protected override void DescribeMore(FingerprintBuilder description) => description
        .Add("freeze", Inputs.Options.Freeze)
        .Add("patience", Inputs.Options.Patience);

    protected override TrainingOptions Adapt(Network start, TrainingOptions options) => options with
    {
        Freeze = Inputs.Options.Freeze,
        Patience = Inputs.Options.Patience,
    };
}
