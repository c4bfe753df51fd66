using System.Globalization;
using Pruning.Benchmarks.Measuring;
using Pruning.Benchmarks.Results;
using Pruning.Execution;

namespace Pruning.Benchmarks.Parts;

/// <summary>Images a second over whole epochs, and where a step's time goes.</summary>
internal sealed class TrainingThroughput : IBenchmark
{
    private static readonly Precision[] Precisions = [Precision.Fp32, Precision.Bf16];

    public string Name => "training";

    public string Description =>
        "images/s over whole epochs of YOLOv5n at 320 px and batch 16, in fp32, bf16 and what auto chooses, "
        + "what rounded numbers cost, and where a step's time goes";

    public IEnumerable<Figure> Run(BenchmarkContext context)
    {
        using var training = new MeasuredTraining(context);
        var first = training.Train(Precision.Fp32, epochs: 1)[0];
        var trial = PrecisionTrial.Run(
            training.Start,
            training.Options.Execution,
            training.Options.BatchSize,
            training.Options.ImageSize
        );
        var epochs = Precisions.ToDictionary(precision => precision, _ => new List<EpochTimes>());
        var ratios = new List<double>();
        var rounding = training.FindRounding();
        var rounded = new List<double>();
        if (!context.IsQuick)
            training.Train(Precision.Bf16, epochs: 1);
        for (var round = 0; round < context.Times(4); round++)
        {
            context.Note($"training: round {round + 1}");
            // By turns, the order changing: what else the machine does falls on both.
            foreach (var precision in round % 2 == 0 ? Precisions : Precisions.Reverse())
                epochs[precision].AddRange(training.Train(precision, context.Times(2)));
            ratios.Add(Speed(epochs[Precision.Bf16], context) / Speed(epochs[Precision.Fp32], context));
            rounded.Add(
                Speed(epochs[Precision.Fp32], context)
                    / training.Train(Precision.Fp32, context.Times(2), rounding).Average(epoch => epoch.ImagesPerSecond)
            );
        }

        yield return new Figure(
            "first epoch",
            "images/s",
            Sample.Single(first.ImagesPerSecond),
            Note: "fp32; images are decoded for the first time"
        );
        foreach (var precision in Precisions)
            yield return new Figure(Named(precision), "images/s", Rates(epochs[precision]));
        yield return new Figure("bf16 to fp32", "ratio", Sample.Of(ratios));
        yield return new Figure(
            "rounded numbers",
            "ratio",
            Sample.Of(rounded),
            Target.AtMost(1.6),
            "fp32: an epoch's time with numbers rounded as 8-bit integers have them, to an exact one's"
        );
        yield return new Figure("auto", "images/s", Rates(epochs[trial.Chosen]), Note: WhyChosen(trial));
        foreach (var precision in Precisions)
            yield return new Figure(
                $"{Named(precision)}, waiting for images",
                "share",
                Sample.Of(epochs[precision].Select(epoch => epoch.WaitingShare)),
                Target.AtMost(0.05)
            );
        foreach (var precision in Precisions)
            yield return new Figure(
                $"{Named(precision)}, allocated a step",
                "MB",
                Sample.Of(epochs[precision].Select(epoch => epoch.AllocatedBytes / 1e6)),
                Note: "managed memory, of all threads"
            );
        foreach (var figure in Precisions.SelectMany(precision => Steps(training, precision, context)))
            yield return figure;
    }

    private static string WhyChosen(PrecisionTrial trial) =>
        double.IsFinite(trial.BrainMilliseconds)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"chose {Named(trial.Chosen)}: a trial took {trial.BrainMilliseconds:0} ms in bf16 and {trial.SingleMilliseconds:0} ms in fp32"
            )
            : $"chose {Named(trial.Chosen)}: bf16 gave no numbers, or is not tried on such a processor";

    private static IEnumerable<Figure> Steps(MeasuredTraining training, Precision precision, BenchmarkContext context)
    {
        var steps = StepTimes.Measure(training, precision, context.Times(12));
        (string Name, Func<StepTimes, double> Of)[] shares =
        [
            ("forward", step => step.Forward),
            ("loss", step => step.Loss),
            ("backward", step => step.Backward),
            ("optimiser", step => step.Optimiser),
        ];
        return shares.Select(share => new Figure(
            $"{Named(precision)}, {share.Name}",
            "ms",
            Sample.Of(steps.Select(share.Of)),
            Note: "a step of 16 images"
        ));
    }

    private static Sample Rates(List<EpochTimes> epochs) => Sample.Of(epochs.Select(epoch => epoch.ImagesPerSecond));

    // Of the last round.
    private static double Speed(List<EpochTimes> epochs, BenchmarkContext context) =>
        epochs.TakeLast(context.Times(2)).Average(epoch => epoch.ImagesPerSecond);

    private static string Named(Precision precision) => precision == Precision.Bf16 ? "bf16" : "fp32";
}
