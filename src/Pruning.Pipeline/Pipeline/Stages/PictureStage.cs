using System.Collections.Immutable;
using Pruning.Onnx.Runtime;
using Pruning.Pipeline.Options;
using Pruning.Reporting.Details;
using Pruning.Storage;

namespace Pruning.Pipeline.Stages;

/// <summary>What baseline and model find on a handful of pictures, for the report's page.</summary>
public sealed class PictureStage(PictureOptions options, StageInputs inputs) : Stage<PictureOptions>(options)
{
    public override string Name => StepNames.Pictures;

    public override StageKind Kind => StageKind.Evaluate;

    public override ImmutableArray<string> Upstream => [StepNames.ExportBaseline, StepNames.Quantize];

    protected override IEnumerable<StageInput> Reads => [new("images", inputs.Splits.Of(Options.Split).Hex)];

    public override void Run(StageContext context)
    {
        context.Report("detecting on sample pictures", null);
        using var baseline = OnnxDetector.ForDatasets(context.Input(StepNames.ExportBaseline, StageFiles.Onnx));
        using var model = OnnxDetector.ForDatasets(context.Input(StepNames.Quantize, StageFiles.Onnx));
        var pictures = PictureSamples
            .Choose(inputs.Dataset.Split(Options.Split))
            .Select(path =>
            {
                context.Cancellation.ThrowIfCancellationRequested();
                return PictureSamples.Detect(path, baseline, model, Options.ImageSize);
            });
        File.WriteAllText(context.Output(SamplePicture.FileName), ReportJson.Write(pictures.ToImmutableArray()));
    }
}
