using System.Collections.Immutable;
using Pruning.Evaluation;
using Pruning.Reporting;
using Pruning.Reporting.Details;

namespace Pruning.Pipeline.Stages;

/// <summary>What baseline and model find on a handful of pictures, for the report's page.</summary>
public sealed class PictureStage(ProjectInputs inputs) : IStage
{
    public string Name => StepNames.Pictures;

    public StageKind Kind => StageKind.Evaluate;

    public ImmutableArray<string> Upstream => [StepNames.ExportBaseline, StepNames.Export];

    public bool IsSkipped => false;

    public void Describe(FingerprintBuilder description) => description
        .Add("images", inputs.Splits.Of(inputs.Options.GateSplit))
        .Add("image size", inputs.Options.ImageSize)
        .Add("pictures", PictureSamples.Count)
        .Add("long side", PictureSamples.LongSide);

    public void Run(StageContext context)
    {
        context.Report("detecting on sample pictures", null);
        using var baseline = OnnxDetector.ForDatasets(context.Input(StepNames.ExportBaseline, StageFiles.Onnx));
        using var model = OnnxDetector.ForDatasets(context.Input(StepNames.Export, StageFiles.Onnx));
        var pictures = PictureSamples.Choose(inputs.Dataset.Split(inputs.Options.GateSplit)).Select(path =>
        {
            context.Cancellation.ThrowIfCancellationRequested();
            return PictureSamples.Detect(path, baseline, model, inputs.Options.ImageSize);
        });
        File.WriteAllText(context.Output(SamplePicture.FileName), ReportJson.Write(pictures.ToImmutableArray()));
    }
}
