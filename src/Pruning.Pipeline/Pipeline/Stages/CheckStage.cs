using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Graphs;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Prune;
using Pruning.Training.Distilling;

namespace Pruning.Pipeline.Stages;

/// <summary>
/// Finds, before anything is trained, what would fail hours later: an image size that does not fit the strides, layer
/// patterns that match nothing, targets that cannot be met, a baseline that nobody trained. No other step reads its
/// result, so changing a target does not train anew.
/// </summary>
/// <param name="request">For places in messages.</param>
public sealed class CheckStage(CheckOptions options, StageInputs inputs, ProjectRequest request)
    : Stage<CheckOptions>(options)
{
    public override string Name => StepNames.Check;

    public override StageKind Kind => StageKind.Import;

    public override ImmutableArray<string> Upstream => [StepNames.Import];

    protected override IEnumerable<StageInput> Reads =>
        [inputs.File("teacher", Options.Distillation?.Teacher), .. Planner.Reads];

    private PlanMaker Planner => new(Options.Prune, inputs, inputs.Cache);

    public override void Run(StageContext context)
    {
        var network = SafetensorsFile.Load(context.Input(StepNames.Import, StageFiles.Network));
        Verify(network, context.Diagnostics);
        var result = new NetworkPruner(Planner.WithoutImages).Make(
            network,
            context.Diagnostics,
            context.Note,
            cancellation: context.Cancellation
        );
        File.WriteAllText(context.Output(StageFiles.Plan), result.PlanJson);
    }

    /// <summary>Everything but the cut.</summary>
    internal void Verify(Network network, IDiagnosticSink diagnostics)
    {
        RequireFittingSize(network.MaximumStride);
        RequireFittingResolution(network.MaximumStride);
        RequireBaseline();
        WarnOfOtherClasses(diagnostics);
        WarnOfFoldedNorms(network, diagnostics);
        RequireFittingTeacher(network);
        Options.Prune.RequireMatches(network.Graph);
    }

    private void RequireFittingSize(int stride)
    {
        var size = Options.Prune.ImageSize;
        if (!StrideFit.Fits(size, stride))
            throw new PruneException(
                Codes.InvalidValue,
                $"ImageSize is {size}, and the network's largest stride is {stride}: its feature maps would not "
                    + $"line up. Use a multiple of {stride}, such as {(size + stride - 1) / stride * stride}.",
                request.LocationOf(OptionCatalogue.ImageSize.Name)
            );
    }

    // Larger than the images, the model would have to invent pixels.
    private void RequireFittingResolution(int stride)
    {
        if (Options.Resolution is { } pixels && (pixels > Options.Prune.ImageSize || !StrideFit.Fits(pixels, stride)))
            throw new PruneException(
                Codes.InvalidValue,
                $"Resolution is {pixels}, ImageSize is {Options.Prune.ImageSize} and the network's largest "
                    + $"stride is {stride}: the model can reduce its pictures to a smaller multiple of the stride, and "
                    + $"to nothing else. Use such a number, or auto.",
                request.LocationOf(OptionCatalogue.Resolution.Name)
            );
    }

    private void RequireFittingTeacher(Network network)
    {
        // Its own messages about the file come when it teaches.
        if (Options.Distillation is { Teacher: { } path } distillation)
            TeacherCheck.Verify(
                CheckpointReader.Read(path, new DiagnosticList()),
                network with
                {
                    ClassNames = inputs.Dataset.ClassNames,
                },
                distillation.FeatureWeight > 0,
                request.LocationOf(OptionCatalogue.Teacher.Name)
            );
    }

    private void RequireBaseline()
    {
        if (Options.TrainsBaseline)
            return;
        if (Options.Base.File is not { } file)
            throw NoBaseline($"'{Options.Base.Architecture}' is an architecture without trained weights");
        var model = CheckpointReader.Read(file, new DiagnosticList());
        if (model.ClassNames.Length != inputs.Dataset.ClassNames.Length)
            throw NoBaseline(
                $"'{Path.GetFileName(file)}' detects {model.ClassNames.Length} classes and the dataset has "
                    + $"{inputs.Dataset.ClassNames.Length}, so its class outputs start anew"
            );
    }

    /// <summary>
    /// Training starts from the base model's outputs of these numbers, and without it they are the baseline's.
    /// </summary>
    private void WarnOfOtherClasses(IDiagnosticSink diagnostics)
    {
        if (Options.Base.File is { } file)
            ClassAgreement.Report(
                file,
                CheckpointReader.Read(file, new DiagnosticList()).ClassNames,
                inputs.Dataset.YamlPath,
                inputs.Dataset.ClassNames,
                diagnostics,
                request.LocationOf(OptionCatalogue.BaseModel.Name)
            );
    }

    private void WarnOfFoldedNorms(Network network, IDiagnosticSink diagnostics)
    {
        if (Options.SparseEpochs > 0 && !network.Graph.HasNorms)
            diagnostics.Report(
                PruneDiagnostic.Of(
                    Codes.FoldedBaseModel,
                    $"'{Path.GetFileName(Options.Base.Model)}' has its batch norms folded into the convolutions, "
                        + $"as files for inference have, so the {Options.SparseEpochs} SparseEpochs have no scales to "
                        + $"push and are left out. Give the checkpoint that training wrote, or set SparseEpochs to 0.",
                    request.LocationOf(OptionCatalogue.BaseModel.Name)
                )
            );
    }

    private PruneException NoBaseline(string why) =>
        new(
            Codes.NoBaseline,
            $"There is no baseline: {why}, and TrainEpochs is 0. The pruned network would be compared with an "
                + $"untrained one. Set TrainEpochs, or start from a checkpoint that was trained on the dataset's "
                + $"classes.",
            request.LocationOf(OptionCatalogue.BaseModel.Name)
        );
}
