using Pruning.Graphs;
using Pruning.Pipeline.Options;
using Pruning.Slimming;
using Pruning.Training;
using Pruning.Training.Sparsity;

namespace Pruning.Pipeline.Stages;

/// <summary>Training with the penalty that leads the scales of those channels to zero that the cut will remove.</summary>
public sealed class SparseTrainStage(ProjectInputs inputs, CutSettings cut) : TrainingStage(inputs, StepNames.Train, inputs.Options.SparseEpochs)
{
    public override string Name => StepNames.SparseTrain;

    public override StageKind Kind => StageKind.SparseTrain;

    protected override DistillationChoice? Distillation => Inputs.Options.Distillation is { WhileSparse: true } choice ? choice : null;

    protected override void DescribeMore(FingerprintBuilder description)
    {
        description
            .Add("penalty", Inputs.Options.SparsityPenalty)
            .Add("penalty on", Inputs.Options.PenalisesGroups ? "groups" : "scales")
            .Add("penalty falls", Inputs.Options.PenaltyFalls)
            .Add("gradual", Inputs.Options.IsGradual);
        // Without a given weight the planned cut says which channels are led to zero, so all that shapes it counts.
        if (Inputs.Options.SparsityPenalty is null)
        {
            cut.Describe(description);
            description.Add("rounds", First.Count);
        }
        else
            description.Add("kept layers", Inputs.Options.KeepLayers.Select(layer => layer.Layers.Text));
    }

    private PruningRound First => PruningRound.All(Inputs.Options)[0];

    // A base model from an ONNX file has its batch norms folded; the check has said so.
    protected override bool CanLearnFrom(Network start) => HasNorms(start);

    /// <summary>Whether there are scales for the penalty to push.</summary>
    public static bool HasNorms(Network network) => network.Graph.Nodes.Any(node => node is BatchNormNode);

    protected override TrainingOptions Adapt(Network start, TrainingOptions options) => options with
    {
        Penalty = new SparsityPenalty(
            Inputs.Options.PenalisesGroups ? CoupledWeights.Of(start, cut.PrunableGroups(start)) : ScaleGroups.Of(start, cut.PrunableNorms(start)),
            new PlannedCut(cut, First, Inputs.Options.PenalisesGroups))
        {
            Weight = Inputs.Options.SparsityPenalty,
            WeightFalls = Inputs.Options.PenaltyFalls,
            IsGradual = Inputs.Options.IsGradual,
        },
    };

    // The best epoch would be an early one, whose scales have not separated yet.
    protected override Network Result(TrainingResult result) => result.Last;
}
