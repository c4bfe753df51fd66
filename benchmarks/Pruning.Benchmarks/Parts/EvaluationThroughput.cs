using Pruning.Benchmarks.Measuring;
using Pruning.Benchmarks.Results;
using Pruning.Data;
using Pruning.Evaluation;
using Pruning.Onnx;
using Pruning.Onnx.Runtime;

namespace Pruning.Benchmarks.Parts;

/// <summary>Evaluation through ONNX Runtime: decoding, inference, suppression, matching.</summary>
internal sealed class EvaluationThroughput : IBenchmark
{
    private const int Batch = 16;

    public string Name => "evaluation";

    public string Description => "images/s through ONNX Runtime at batch 16 and 640 px, where the time goes, and mAP";

    public IEnumerable<Figure> Run(BenchmarkContext context)
    {
        var split = context.Inputs.Evaluation();
        if (context.IsQuick)
            split = split with { Images = split.Images[..Math.Min(4, split.Images.Length)] };
        var runs = new List<EvaluationRun>[] { [], [] };
        using var batched = Open(context, dynamic: true);
        using var single = Open(context, dynamic: false);
        // The first round of each does not count.
        for (var round = context.IsQuick ? 0 : -1; round < context.Times(5); round++)
        {
            context.Note($"evaluation: round {round + 1}");
            var pair = (
                Batched: EvaluationRun.Of(batched, split, Batch),
                Single: EvaluationRun.Of(single, split, batch: 1)
            );
            if (round < 0)
                continue;
            runs[0].Add(pair.Batched);
            runs[1].Add(pair.Single);
        }

        yield return new Figure(
            "batch 16",
            "images/s",
            Sample.Of(runs[0].Select(run => run.ImagesPerSecond)),
            Note: "square pictures, no cache, decoding included"
        );
        yield return new Figure(
            "one at a time",
            "images/s",
            Sample.Of(runs[1].Select(run => run.ImagesPerSecond)),
            Note: "the file as builds export it"
        );
        yield return new Figure(
            "waiting for images",
            "share",
            Sample.Of(runs[0].Select(run => run.Share(run.Result.Speed.Waiting)))
        );
        yield return new Figure(
            "inference",
            "share",
            Sample.Of(runs[0].Select(run => run.Share(run.Result.Speed.Inference)))
        );
        yield return new Figure(
            "suppression",
            "share",
            Sample.Of(runs[0].Select(run => run.Share(run.Result.Speed.Judging))),
            Target.AtMost(0.03)
        );
        yield return new Figure("mAP50", "share", Sample.Single(runs[0][0].Result.Map50 ?? double.NaN));
        yield return new Figure("mAP50-95", "share", Sample.Single(runs[0][0].Result.Map5095 ?? double.NaN));
    }

    // As evaluate opens it.
    private static OnnxDetector Open(BenchmarkContext context, bool dynamic) =>
        OnnxDetector.ForDatasets(
            OnnxExporter.Export(
                context.Inputs.ReadModel(),
                new OnnxExportOptions(context.IsQuick ? 64 : 640, DynamicBatch: dynamic)
            ),
            "the measured model",
            context.Settings.Threads
        );

    private sealed record EvaluationRun(EvaluationResult Result, double Seconds)
    {
        public double ImagesPerSecond => Result.Images / Seconds;

        public static EvaluationRun Of(OnnxDetector detector, DatasetSplit split, int batch)
        {
            var clock = Clock.Start();
            var result = Evaluator.Evaluate(
                detector,
                split,
                new EvaluationOptions { ImageSize = detector.FixedInput!.Value.Height, BatchSize = batch }
            );
            return new EvaluationRun(result, clock.Seconds);
        }

        /// <param name="milliseconds">An image.</param>
        public double Share(double milliseconds) => milliseconds * Result.Images / 1000 / Seconds;
    }
}
