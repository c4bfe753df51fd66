using Pruning.Pipeline.Options;

namespace Pruning.Pipeline.Stages;

/// <summary>Dense training. Its best epoch is the baseline.</summary>
public sealed class TrainStage(TrainOptions options, StageInputs inputs, ProjectRequest request)
    : TrainingStage(options, inputs, request, StepNames.Import)
{
    public override string Name => StepNames.Train;

    public override StageKind Kind => StageKind.Train;
}
