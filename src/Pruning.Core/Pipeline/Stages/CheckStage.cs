using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Graphs;
using Pruning.Pipeline.Options;
using Pruning.Training.Distilling;

namespace Pruning.Pipeline.Stages;

/// <summary>
/// Finds, before anything is trained, what would fail hours later: an image size that does not fit the strides, layer patterns that match
/// nothing, targets that cannot be met, a baseline that nobody trained. No other step reads its result, so changing a target does not
/// train anew.
/// </summary>
public sealed class CheckStage(ProjectInputs inputs, CutSettings cut) : IStage
{
    public string Name => StepNames.Check;

    public StageKind Kind => StageKind.Import;

    public ImmutableArray<string> Upstream => [StepNames.Import];

    public bool IsSkipped => false;

    public void Describe(FingerprintBuilder description)
    {
        description.Add("trains a baseline", inputs.Options.TrainEpochs > 0).Add("trains sparsely", inputs.Options.SparseEpochs > 0).Add("image size", inputs.Options.ImageSize);
        description.Add("teacher", inputs.Options.Distillation?.Teacher is { } teacher ? inputs.Files.Of(teacher) : null);
        cut.Describe(description);
    }

    public void Run(StageContext context)
    {
        var network = SafetensorsFile.Load(context.Input(StepNames.Import, StageFiles.Network));
        Verify(network, context.Diagnostics);
        var result = new NetworkCut(cut.WithoutImages).Make(network, context.Diagnostics, context.Note, cancellation: context.Cancellation);
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
        cut.Asked.RequireMatches(network.Graph);
    }

    private void RequireFittingSize(int stride)
    {
        var size = inputs.Options.ImageSize;
        if (!StrideFit.Fits(size, stride))
            throw new PruneException(Codes.InvalidValue, $"ImageSize is {size}, and the network's largest stride is {stride}: its feature maps would not line up. Use a multiple of {stride}, such as {(size + stride - 1) / stride * stride}.", inputs.Request.LocationOf(OptionCatalogue.ImageSize.Name));
    }

    // Larger than the images, the model would have to invent pixels.
    private void RequireFittingResolution(int stride)
    {
        if (inputs.Options.Resolution is { } pixels && (pixels > inputs.Options.ImageSize || !StrideFit.Fits(pixels, stride)))
            throw new PruneException(Codes.InvalidValue, $"Resolution is {pixels}, ImageSize is {inputs.Options.ImageSize} and the network's largest stride is {stride}: the model can reduce its pictures to a smaller multiple of the stride, and to nothing else. Use such a number, or auto.", inputs.Request.LocationOf(OptionCatalogue.Resolution.Name));
    }

    private void RequireFittingTeacher(Network network)
    {
        // Its own messages about the file come when it teaches.
        if (inputs.Options.Distillation is { Teacher: { } path } distillation)
            TeacherCheck.Verify(CheckpointReader.Read(path, new DiagnosticList()), network with { ClassNames = inputs.Dataset.ClassNames }, distillation.FeatureWeight > 0, inputs.Request.LocationOf(OptionCatalogue.Teacher.Name));
    }

    private void RequireBaseline()
    {
        var options = inputs.Options;
        if (options.TrainEpochs > 0)
            return;
        if (!options.BaseModelIsFile)
            throw NoBaseline($"'{options.BaseModel}' is an architecture without trained weights");
        var model = CheckpointReader.Read(options.BaseModel, new DiagnosticList());
        if (model.ClassNames.Length != inputs.Dataset.ClassNames.Length)
            throw NoBaseline($"'{Path.GetFileName(options.BaseModel)}' detects {model.ClassNames.Length} classes and the dataset has {inputs.Dataset.ClassNames.Length}, so its class outputs start anew");
    }

    /// <summary>Training starts from the base model's outputs of these numbers, and without it they are the baseline's.</summary>
    private void WarnOfOtherClasses(IDiagnosticSink diagnostics)
    {
        var options = inputs.Options;
        if (options.BaseModelIsFile)
            ClassAgreement.Report(options.BaseModel, CheckpointReader.Read(options.BaseModel, new DiagnosticList()).ClassNames, options.Dataset, inputs.Dataset.ClassNames, diagnostics, inputs.Request.LocationOf(OptionCatalogue.BaseModel.Name));
    }

    private void WarnOfFoldedNorms(Network network, IDiagnosticSink diagnostics)
    {
        if (inputs.Options.SparseEpochs > 0 && !SparseTrainStage.HasNorms(network))
            diagnostics.Report(PruneDiagnostic.Of(
                Codes.FoldedBaseModel,
                $"'{Path.GetFileName(inputs.Options.BaseModel)}' has its batch norms folded into the convolutions, as files for inference have, so the {inputs.Options.SparseEpochs} SparseEpochs have no scales to push and are left out. Give the checkpoint that training wrote, or set SparseEpochs to 0.",
                inputs.Request.LocationOf(OptionCatalogue.BaseModel.Name)));
    }

    private PruneException NoBaseline(string why) =>
        new(Codes.NoBaseline, $"There is no baseline: {why}, and TrainEpochs is 0. The pruned network would be compared with an untrained one. Set TrainEpochs, or start from a checkpoint that was trained on the dataset's classes.", inputs.Request.LocationOf(OptionCatalogue.BaseModel.Name));
}
