using System.CommandLine;
using Pruning.Data;
using Pruning.DotnetTool.Models;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Terminal;
using Pruning.Evaluation;

namespace Pruning.DotnetTool.Commands;

/// <summary><c>evaluate</c>: precision, recall and mAP of a model on a dataset's split.</summary>
internal static class EvaluateCommand
{
    public static Command Create(IConsole console)
    {
        var model = CommonOptions.Model();
        var data = new Option<string>("--data")
        {
            Description = "The dataset's yaml.",
            HelpName = "yaml",
            Required = true,
        };
        var split = new Option<string>("--split")
        {
            Description = "The part of the dataset to measure on.",
            DefaultValueFactory = _ => "val",
        };
        split.AcceptOnlyFromAmong([.. Dataset.SplitNames]);
        var size = CommonOptions.ImageSize();
        var batch = CommonOptions.Positive("--batch", "Images at a time. [default: 16]", "count");
        var confidence = CommonOptions.Fraction("--conf", "Detections of at most this confidence are dropped.", 0.001);
        var iou = CommonOptions.Fraction(
            "--iou",
            "Of boxes that overlap by more than this, the less confident are dropped.",
            0.6
        );
        var rectangular = new Option<bool>("--rect")
        {
            Description = "A shape for each batch, as slim as its images allow (YOLOv5's default), instead of squares.",
        };
        var perClass = new Option<bool>("--per-class") { Description = "Shows every class's figures too." };
        var singleClass = CommonOptions.SingleClass();
        var strict = CommonOptions.Strict();
        var device = CommonOptions.Device();
        var threads = CommonOptions.Threads();
        var command = new Command(
            "evaluate",
            "Measures precision, recall, mAP50 and mAP50-95 on a dataset. An .onnx file runs in ONNX Runtime, "
                + "others through torch."
        )
        {
            model,
            data,
            split,
            size,
            batch,
            confidence,
            iou,
            rectangular,
            perClass,
            singleClass,
            strict,
            device,
            threads,
        };
        return CommandScope.Attach(command, console, (scope, parsed, cancellation) =>
        {
            var dataset = Dataset
                .Load(parsed.GetRequiredValue(data), scope.Work, CommonOptions.Reading(parsed, singleClass, strict))
                .Split(parsed.GetRequiredValue(split));
            var file = ModelFile.Locate(parsed.GetRequiredValue(model), scope.Work, cancellation);
            using var open = OpenDetector.Open(
                file,
                parsed.GetRequiredValue(device),
                parsed.GetValue(threads) ?? 0,
                scope.Work,
                forDatasets: true
            );
            if (!parsed.GetValue(singleClass))
                ClassAgreement.Report(
                    file,
                    open.Detector.ClassNames,
                    parsed.GetRequiredValue(data),
                    dataset.ClassNames,
                    scope.Work
                );
            var options = new EvaluationOptions
            {
                ImageSize = open.ImageSize(parsed.GetValue(size)),
                BatchSize = parsed.GetValue(batch) ?? 16,
                Rectangular = parsed.GetValue(rectangular),
                Confidence = (float)parsed.GetValue(confidence),
                SingleClass = parsed.GetValue(singleClass),
                SuppressionIou = parsed.GetValue(iou),
            };
            var result = scope.Work.Run("evaluate", report =>
                Evaluator.Evaluate(
                    open.Detector,
                    dataset,
                    options,
                    new EvaluationSteps(report),
                    scope.Work,
                    cancellation
                )
            );
            var output = EvaluationOutput.Of(
                parsed.GetRequiredValue(model),
                parsed.GetRequiredValue(data),
                dataset.Name,
                open.Runtime,
                options,
                result,
                parsed.GetValue(perClass)
            );
            scope.Write(output, writer => EvaluationText.Write(writer, output));
            return ExitCodes.Success;
        });
    }

    /// <summary>Reports on the evaluator's own thread, in order.</summary>
    private sealed class EvaluationSteps(Action<string, double?> report) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) =>
            report(
                $"{value.ImagesDone} of {value.Images} images",
                (double)value.ImagesDone / Math.Max(1, value.Images)
            );
    }
}
