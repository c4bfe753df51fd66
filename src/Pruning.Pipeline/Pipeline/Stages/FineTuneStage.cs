using Pruning.Pipeline.Options;

namespace Pruning.Pipeline.Stages;

/// <summary>Training after the cut. All rounds of a project but the last belong to its pruning.</summary>
/// <param name="options">Of the whole of it: each round takes its part.</param>
public sealed class FineTuneStage(TrainOptions options, PruningRound round, StageInputs inputs, ProjectRequest request)
    : TrainingStage(PartOf(options, round), inputs, request, round.NameOf(StepNames.Prune))
{
    public override string Name => round.NameOf(StepNames.FineTune);

    public override StageKind Kind => round.IsLast ? StageKind.FineTune : StageKind.Prune;

    protected override double FlopsOf(NetworkSizes sizes) => sizes.Cut;

    private static TrainOptions PartOf(TrainOptions whole, PruningRound round)
    {
        var part = whole.As(StageKind.FineTune, round.IsLast ? 0 : round.Index) with
        {
            Epochs = round.EpochsOf(whole.Epochs),
        };
        return round.Index == 1 ? part : part.After(another: true);
    }
}
