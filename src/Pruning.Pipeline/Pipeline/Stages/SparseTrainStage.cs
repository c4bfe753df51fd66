using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Graphs;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Prune;
using Pruning.Pruners;
using Pruning.Training;
using Pruning.Training.Sparsity;

namespace Pruning.Pipeline.Stages;

/// <summary>Training in which those channels are led to zero that the cut will remove, or have been before.</summary>
/// <param name="choosesResolution">Whether a step before it chooses how many pixels the pruned network sees.</param>
public sealed class SparseTrainStage(
    TrainOptions options,
    StageInputs inputs,
    ProjectRequest request,
    bool choosesResolution
) : TrainingStage(options, inputs, request, StepNames.Train)
{
    private const string PreparedName = "prepared.safetensors";
    private const string PreparedPlanName = "prepared.json";

    private readonly SparsityOptions _sparsity = options.Sparsity!;
    private readonly PruneOptions _prune = options.Sparsity!.Prune!;

    public override string Name => StepNames.SparseTrain;

    public override StageKind Kind => StageKind.SparseTrain;

    protected override ImmutableArray<string> MoreUpstream =>
        !IsSkipped && choosesResolution ? [StepNames.Resolution] : [];

    protected override IEnumerable<StageInput> Reads =>
        [.. base.Reads, .. _sparsity.Leads is null ? [] : Planner.Reads, .. Recovery?.Reads ?? []];

    public override StepWork Work(NetworkSizes sizes) =>
        IsEarly ? base.Work(sizes).With(PruneWork.Estimate(_prune, Inputs.Dataset, sizes)) : base.Work(sizes);

    private bool IsEarly => _sparsity.Schedule == PruningSchedule.Early;

    // Of an early schedule alone.
    private AccuracyRecovery? Recovery => _prune.Recovery is null ? null : AccuracyRecovery.For(_prune, Inputs);

    private PlanMaker Planner => new(_prune, Inputs, Inputs.Cache);

    // A base model from an ONNX file has its batch norms folded; the check has said so.
    protected override bool CanLearnFrom(Network start) => start.Graph.HasNorms;

    protected override TrainingOptions Adapt(Network start, TrainingOptions options, StageContext context) =>
        options with
        {
            Penalty = new SparsityPenalty(
                _sparsity.PenalisesGroups
                    ? CoupledWeights.Find(start, PrunableGroups.In(start, _prune.KeepLayers))
                    : ScaleGroups.Find(start, PrunableGroups.NormsIn(start, _prune.KeepLayers)),
                new PlannedSelection(
                    Planner.At(start.Resolution ?? Options.ImageSize),
                    _prune.Round,
                    _sparsity.PenalisesGroups
                )
            )
            {
                Weight = _sparsity.Penalty,
                WeightFalls = _sparsity.PenaltyFalls,
                Schedule = _sparsity.Schedule,
            },
        };

    /// <summary>
    /// Channels go first: what is left is fitted, takes their place in a network of the same shape, and is what the
    /// training trains.
    /// </summary>
    protected override Network Prepare(Network start, StageContext context)
    {
        var resolution = ResolutionStage.Chosen(context) ?? _sparsity.Resolution ?? Options.ImageSize;
        start = start.WithResolution(resolution < Options.ImageSize ? resolution : null);
        if (!IsEarly)
            return start;
        // Times of layers are never the same twice, and a training goes on only from the weights that it began with.
        var (prepared, kept) = (
            Path.Combine(context.WorkFolder, PreparedName),
            Path.Combine(context.WorkFolder, PreparedPlanName)
        );
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
        var here = Planner.At(resolution).With(ResolutionStage.ChosenActivation(context));
        var plan = here.Plan(
            start,
            context.Diagnostics,
            context.Note,
            _prune.Round.Of(start),
            cancellation: context.Cancellation
        );
        var activation = here.Options.Activation;
        var cut = Surgery.Prune(start, plan).WithActivation(activation);
        var small = Recovery!.At(resolution).Run(start, cut, plan, RecoveryWork.Of(context));
        File.WriteAllText(kept, plan.ToJson());
        return ZeroPadding.ToDenseShape(start.WithActivation(activation), small, plan);
    }

    // Where channels vanish on the way, the best epoch would be an early one, whose scales have not separated yet.
    protected override Network Result(TrainingResult result) => IsEarly ? result.Best : result.Last;
}
