using Pruning.Graphs;
using Pruning.Pipeline.Options;
using Pruning.Training;

namespace Pruning.Pipeline.Stages;

/// <summary>Dense training. Its best epoch is the baseline.</summary>
public sealed class TrainStage(ProjectInputs inputs) : TrainingStage(inputs, StepNames.Import, inputs.Options.TrainEpochs)
{
    public override string Name => StepNames.Train;

    public override StageKind Kind => StageKind.Train;

    protected override IntegerOption Length => OptionCatalogue.TrainEpochs;

    protected override void DescribeMore(FingerprintBuilder description) => description.Add("patience", Inputs.Options.Patience);

    protected override TrainingOptions Adapt(Network start, TrainingOptions options) => options with { Patience = Inputs.Options.Patience };
}
