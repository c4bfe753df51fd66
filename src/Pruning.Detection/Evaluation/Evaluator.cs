using System.Diagnostics;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Evaluation;

/// <summary>
/// Measures a detector on a dataset's split the way YOLOv5 does: letterboxed batches, suppression, boxes of detections
/// and labels brought back to the original pictures and matched there. Decoding, the model and judging each have
/// threads of their own; what comes out does not depend on how many.
/// </summary>
public sealed class Evaluator
{
    private readonly IDetector _detector;
    private readonly DatasetSplit _split;
    private readonly EvaluationLoader _loader;
    private readonly DetectionTally _tally;
    private readonly OrderedTally _ordered;
    private readonly DetectionPostprocessor[] _judges;
    private readonly IDetectorLane[] _lanes;
    private readonly EvaluationClock _clock = new();

    private Evaluator(IDetector detector, DatasetSplit split, EvaluationOptions options)
    {
        (_detector, _split) = (detector, split);
        _tally = new DetectionTally(split.ClassNames.Length);
        _ordered = new OrderedTally(_tally);
        var suppression = SuppressionOptions.ForMetrics with
        {
            Confidence = options.Confidence,
            Iou = options.SuppressionIou,
            MaximumDetections = options.MaximumDetections,
            ClassAgnostic = options.SingleClass,
        };
        var parallel = detector as IParallelDetector;
        _lanes = [.. Enumerable.Range(0, parallel?.Lanes ?? 0).Select(_ => parallel!.OpenLane())];
        _judges =
        [
            .. Enumerable
                .Range(0, parallel?.Lanes ?? LoaderWorkers.Resolve(0))
                .Select(_ => new DetectionPostprocessor(suppression, detector.ClassNames.Length, options.SingleClass)),
        ];
        _loader = new EvaluationLoader(
            split,
            new EvaluationLoaderOptions
            {
                Input = detector.FixedInput ?? Extent.Square(options.ImageSize),
                BatchSize = options.BatchSize,
                Rectangular = options.Rectangular,
                Stride = detector.Stride,
                Workers = options.Workers,
                ImagesAtOnce = parallel is null ? null : parallel.PicturesAtOnce,
                InHand = parallel is null ? 1 : 2 * parallel.Lanes,
            }
        );
    }

    /// <summary>Runs every image of the split.</summary>
    /// <param name="diagnostics">Told when there is nothing to measure against (<c>PRUNE7005</c>).</param>
    /// <exception cref="PruneException">
    /// The model's classes, its input or its output do not fit (<c>PRUNE7001</c> to <c>PRUNE7004</c>), or an image does
    /// not decode (<c>PRUNE2006</c>).
    /// </exception>
    public static EvaluationResult Evaluate(
        IDetector detector,
        DatasetSplit split,
        EvaluationOptions options,
        IProgress<EvaluationProgress>? progress = null,
        IDiagnosticSink? diagnostics = null,
        CancellationToken cancellation = default
    )
    {
        EvaluationChecks.Check(detector, split, options);
        var evaluator = new Evaluator(detector, split, options);
        if (evaluator._lanes.Length > 0)
            evaluator.RunInLanes(progress, cancellation);
        else
            evaluator.RunHere(progress, cancellation);
        if (evaluator._tally.LabelCount == 0)
            diagnostics?.Report(
                PruneDiagnostic.Of(
                    Codes.NoLabelsToMeasure,
                    $"The {split.Images.Length} images of '{split.Name}' have no labels, so precision, recall "
                        + $"and mAP are unknown and gates on them fail. Labels are expected like "
                        + $"'{split.Images.FirstOrDefault()?.LabelPath}'."
                )
            );
        return evaluator.Result();
    }

    /// <summary>Each thread takes pictures, runs the model on them and judges.</summary>
    private void RunInLanes(IProgress<EvaluationProgress>? progress, CancellationToken cancellation)
    {
        using var lanes = new WorkQueue<(ImageBatch Batch, int First)>(
            "evaluation",
            _lanes.Length,
            _lanes.Length,
            (lane, work) =>
            {
                using var batch = work.Batch;
                var start = Stopwatch.GetTimestamp();
                var output = _lanes[lane].Detect(batch.Pixels, batch.Count, batch.Height, batch.Width);
                _clock.AddInference(start);
                foreach (var picture in ImagePredictions.Split(output, batch, work.First, _detector.ClassNames.Length))
                    Judge(lane, picture);
            }
        );
        Each(lanes, (batch, first) => lanes.Add((batch, first), cancellation), progress, cancellation);
    }

    /// <summary>The model runs on this thread, whatever it keeps for a thread (torch does); others judge.</summary>
    private void RunHere(IProgress<EvaluationProgress>? progress, CancellationToken cancellation)
    {
        using var judges = new WorkQueue<ImagePredictions>("suppression", _judges.Length, 1, Judge);
        Each(
            judges,
            (batch, first) =>
            {
                using var read = batch;
                var start = Stopwatch.GetTimestamp();
                var output = _detector.Detect(batch.Pixels, batch.Count, batch.Height, batch.Width);
                _clock.AddInference(start);
                foreach (var picture in ImagePredictions.Split(output, batch, first, _detector.ClassNames.Length))
                    judges.Add(picture, cancellation);
            },
            progress,
            cancellation
        );
    }

    private void Each<T>(
        WorkQueue<T> beside,
        Action<ImageBatch, int> run,
        IProgress<EvaluationProgress>? progress,
        CancellationToken cancellation
    )
    {
        var first = 0;
        try
        {
            foreach (var batch in _loader.Batches(cancellation))
            {
                run(batch, first);
                first += batch.Count;
                progress?.Report(new EvaluationProgress(_ordered.Count, _split.Images.Length));
            }
        }
        catch (PruneException)
        {
            // An earlier picture may have something to say yet: the first problem is the one that is told, however the
            // threads ran.
            beside.Finish(cancellation);
            throw;
        }

        beside.Finish(cancellation);
        progress?.Report(new EvaluationProgress(_ordered.Count, _split.Images.Length));
    }

    private void Judge(int judge, ImagePredictions picture)
    {
        var start = Stopwatch.GetTimestamp();
        _ordered.Add(picture.Number, _judges[judge].Judge(picture.Rows.Span, picture.Image, picture.Letterbox));
        _clock.AddJudging(start);
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
            _ordered.Count,
            _tally.LabelCount,
            _clock.Speed(_ordered.Count, Math.Max(1, _lanes.Length), judgesBeside: _lanes.Length == 0)
        )
        {
            F1Confidence = measured.IsEmpty ? null : measured[0].Confidence,
            Pictures = [.. _tally.Pictures],
        };

        double? Mean(Func<ClassPrecision, double> metric) => measured.IsEmpty ? null : measured.Average(metric);
    }

    private static ClassResult ResultOf(string name, int index, ClassPrecision? measured) =>
        new(
            index,
            name,
            measured?.Labels ?? 0,
            measured?.Precision,
            measured?.Recall,
            measured?.Averages[0],
            measured?.Averages.Average()
        )
        {
            PrecisionByRecall = measured?.PrecisionByRecall ?? [],
        };
}
