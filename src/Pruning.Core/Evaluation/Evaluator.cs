using System.Diagnostics;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Evaluation;

/// <summary>
/// Measures a detector on a dataset's split the way YOLOv5 does: letterboxed batches, suppression, boxes of detections and labels brought back to
/// the original pictures and matched there. Decoding runs on other threads beside the model.
/// </summary>
public sealed class Evaluator
{
    private readonly IDetector _detector;
    private readonly DatasetSplit _split;
    private readonly NonMaximumSuppression _suppression;
    private readonly EvaluationLoader _loader;
    private readonly DetectionTally _tally;
    private readonly bool _singleClass;
    private readonly Stopwatch _waiting = new();
    private readonly Stopwatch _inference = new();
    private readonly Stopwatch _judging = new();
    private int _images;

    private Evaluator(IDetector detector, DatasetSplit split, EvaluationOptions options)
    {
        (_detector, _split, _singleClass) = (detector, split, options.SingleClass);
        _tally = new DetectionTally(split.ClassNames.Length);
        _suppression = new NonMaximumSuppression(SuppressionOptions.ForMetrics with
        {
            Confidence = options.Confidence, Iou = options.SuppressionIou, MaximumDetections = options.MaximumDetections, ClassAgnostic = options.SingleClass,
        });
        _loader = new EvaluationLoader(split, new EvaluationLoaderOptions
        {
            Input = detector.FixedInput ?? Extent.Square(options.ImageSize),
            BatchSize = options.BatchSize,
            Rectangular = options.Rectangular,
            Stride = detector.Stride,
            Workers = options.Workers,
        });
    }

    /// <summary>Runs every image of the split.</summary>
    /// <param name="diagnostics">Told when there is nothing to measure against (<c>PRUNE7005</c>).</param>
    /// <exception cref="PruneException">
    /// The model's classes, its input or its output do not fit (<c>PRUNE7001</c> to <c>PRUNE7004</c>), or an image does not decode (<c>PRUNE2006</c>).
    /// </exception>
    public static EvaluationResult Evaluate(
        IDetector detector,
        DatasetSplit split,
        EvaluationOptions options,
        IProgress<EvaluationProgress>? progress = null,
        IDiagnosticSink? diagnostics = null,
        CancellationToken cancellation = default)
    {
        EvaluationChecks.Check(detector, split, options);
        var evaluator = new Evaluator(detector, split, options);
        evaluator.Run(progress, cancellation);
        if (evaluator._tally.LabelCount == 0)
            diagnostics?.Report(PruneDiagnostic.Of(
                Codes.NoLabelsToMeasure,
                $"The {split.Images.Length} images of '{split.Name}' have no labels, so precision, recall and mAP are unknown and gates on them fail. Labels are expected like '{split.Images.FirstOrDefault()?.LabelPath}'."));
        return evaluator.Result();
    }

    private void Run(IProgress<EvaluationProgress>? progress, CancellationToken cancellation)
    {
        _waiting.Start();
        foreach (var batch in _loader.Batches(cancellation))
        {
            using (batch)
            {
                _waiting.Stop();
                cancellation.ThrowIfCancellationRequested();
                Run(batch);
                progress?.Report(new EvaluationProgress(_images, _split.Images.Length));
            }

            _waiting.Start();
        }

        _waiting.Stop();
    }

    private void Run(ImageBatch batch)
    {
        _inference.Start();
        // [B, N, 5 + C]
        var output = _detector.Detect(batch.Pixels, batch.Count, batch.Height, batch.Width);
        _inference.Stop();
        _judging.Start();
        var rowsOfImage = output.Length / batch.Count;
        EvaluationChecks.CheckOutput(output.Length, batch.Count, _detector.ClassNames.Length);
        for (var image = 0; image < batch.Count; image++)
            Judge(output.AsSpan(image * rowsOfImage, rowsOfImage), batch.Images[image], batch.Letterboxes[image]);
        _judging.Stop();
    }

    private void Judge(ReadOnlySpan<float> rows, LabeledImage image, Letterbox letterbox)
    {
        var detections = _suppression.Run(rows, _detector.ClassNames.Length);
        for (var i = 0; i < detections.Length; i++)
            detections[i] = letterbox.ToOriginal(_singleClass ? detections[i] with { ClassIndex = 0 } : detections[i]);
        var labels = new Detection[image.Labels.Length];
        for (var i = 0; i < labels.Length; i++)
            labels[i] = letterbox.ToOriginal(letterbox.ToInput(image.Labels[i]));
        _tally.AddImage(detections, labels);
        _images++;
    }

    private EvaluationResult Result()
    {
        var measured = AveragePrecision.Measure(_tally);
        var byClass = measured.ToDictionary(entry => entry.ClassIndex);
        return new EvaluationResult(
            Mean(entry => entry.Precision),
            Mean(entry => entry.Recall),
            Mean(entry => entry.Averages[0]),
            Mean(entry => entry.Averages.Average()),
            [.. _split.ClassNames.Select((name, index) => ResultOf(name, index, byClass.GetValueOrDefault(index)))],
            _images,
            _tally.LabelCount,
            new EvaluationSpeed(PerImage(_waiting), PerImage(_inference), PerImage(_judging)));

        double? Mean(Func<ClassPrecision, double> metric) => measured.IsEmpty ? null : measured.Average(metric);

        double PerImage(Stopwatch watch) => watch.Elapsed.TotalMilliseconds / Math.Max(1, _images);
    }

    private static ClassResult ResultOf(string name, int index, ClassPrecision? measured) =>
        new(index, name, measured?.Labels ?? 0, measured?.Precision, measured?.Recall, measured?.Averages[0], measured?.Averages.Average());
}
