using System.Collections.Immutable;
using System.Globalization;
using Pruning.Checkpoints;
using Pruning.Graphs;
using Pruning.Pipeline.Durations;
using Pruning.Pipeline.Options;
using Pruning.Slimming;
using Pruning.Training;
using Pruning.Training.Sparsity;

namespace Pruning.Pipeline.Stages;

/// <summary>Training in which those channels are led to zero that the cut will remove, or have been before.</summary>
public sealed class SparseTrainStage(ProjectInputs inputs, CutSettings cut) : TrainingStage(inputs, StepNames.Train, inputs.Options.SparseEpochs)
{
    private const string PreparedName = "prepared.safetensors";
    private const string PreparedPlanName = "prepared.json";

    private readonly CutImages _images = CutImages.Of(inputs);

    public override string Name => StepNames.SparseTrain;

    public override StageKind Kind => StageKind.SparseTrain;

    protected override ImmutableArray<string> MoreUpstream => !IsSkipped && ResolutionStage.IsAsked(Inputs) ? [StepNames.Resolution] : [];

    protected override DistillationChoice? Distillation => Inputs.Options.Distillation is { WhileSparse: true } choice ? choice : null;

    protected override void DescribeMore(FingerprintBuilder description)
    {
        description
            .Add("resolution", Inputs.Options.Resolution?.ToString(CultureInfo.InvariantCulture))
            .Add("penalty", Inputs.Options.SparsityPenalty)
            .Add("penalty on", Inputs.Options.PenalisesGroups ? "groups" : "scales")
            .Add("penalty falls", Inputs.Options.PenaltyFalls)
            .Add("schedule", Inputs.Options.Schedule.ToString());
        if (IsEarly)
        {
            description.Add("reconstructs", Inputs.Options.Reconstructs).Add("imitation steps", ImitationChoice.Of(Inputs, First.Count).Steps);
            _images.Describe(description);
            _images.DescribeUnlabeled(description);
        }

        // Without a given weight the planned cut says which channels are led to zero, so all that shapes it counts.
        if (Inputs.Options.SparsityPenalty is null)
        {
            cut.Describe(description);
            description.Add("rounds", First.Count);
        }
        else
            description.Add("kept layers", Inputs.Options.KeepLayers.Select(layer => layer.Layers.Text));
    }

    public override StepWork Work(NetworkSizes sizes) => IsEarly ? base.Work(sizes).With(CutWork.Of(Inputs, First.Count, sizes)) : base.Work(sizes);

    private bool IsEarly => Inputs.Options.Schedule == PruningSchedule.Early;

    private PruningRound First => PruningRound.All(Inputs.Options)[0];

    // A base model from an ONNX file has its batch norms folded; the check has said so.
    protected override bool CanLearnFrom(Network start) => HasNorms(start);

    /// <summary>Whether there are scales for the penalty to push.</summary>
    public static bool HasNorms(Network network) => network.Graph.Nodes.Any(node => node is BatchNormNode);

    protected override TrainingOptions Adapt(Network start, TrainingOptions options) => options with
    {
        Penalty = new SparsityPenalty(
            Inputs.Options.PenalisesGroups ? CoupledWeights.Of(start, cut.PrunableGroups(start)) : ScaleGroups.Of(start, cut.PrunableNorms(start)),
            new PlannedCut(cut.At(start.Resolution ?? Inputs.Options.ImageSize), First, Inputs.Options.PenalisesGroups))
        {
            Weight = Inputs.Options.SparsityPenalty,
            WeightFalls = Inputs.Options.PenaltyFalls,
            Schedule = Inputs.Options.Schedule,
        },
    };

    /// <summary>Channels go first: what is left is fitted, takes their place in a network of the same shape, and is what the training trains.</summary>
    protected override Network Prepare(Network start, StageContext context)
    {
        var resolution = ResolutionStage.Of(Inputs, context);
        start = start.WithResolution(cut.At(resolution).Asked.Resolution);
        if (!IsEarly)
            return start;
        // Times of layers are never the same twice, and a training goes on only from the weights that it began with.
        var (prepared, kept) = (Path.Combine(context.WorkFolder, PreparedName), Path.Combine(context.WorkFolder, PreparedPlanName));
        if (!File.Exists(prepared))
            SafetensorsFile.Save(prepared, Silenced(start, resolution, kept, context));
        // What is silent now goes later, and nobody needs to find that out again.
        File.Copy(kept, context.Output(StageFiles.Plan));
        return SafetensorsFile.Load(prepared);
    }

    /// <param name="kept">Takes the plan.</param>
    private Network Silenced(Network start, int resolution, string kept, StageContext context)
    {
        context.Report("planning the cut", null);
        var plan = cut.At(resolution).Plan(start, context.Diagnostics, context.Note, First.Of(start), cancellation: context.Cancellation);
        var small = (_images with { ImageSize = resolution }).Recover(start, Surgery.Cut(start, plan), plan, Inputs.Options.Reconstructs, ImitationChoice.Of(Inputs, First.Count), RecoveryWork.Of(context));
        File.WriteAllText(kept, plan.ToJson());
        return ZeroPadding.ToDenseShape(start, small, plan);
    }

    // Where channels vanish on the way, the best epoch would be an early one, whose scales have not separated yet.
    protected override Network Result(TrainingResult result) => IsEarly ? result.Best : result.Last;
}
