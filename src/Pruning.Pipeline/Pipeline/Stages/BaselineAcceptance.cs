using System.Collections.Immutable;
using System.Globalization;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Evaluation.Gates;
using Pruning.Onnx.Latency;
using Pruning.Reporting;

namespace Pruning.Pipeline.Stages;

/// <summary>
/// Makes a run's metrics the locked baseline: measures the latency longer where its spread would hold nothing, keeps
/// the pictures, and says what is too noisy all the same. It reads finished results only, so it needs no lock, and no
/// build has to wait for it.
/// </summary>
/// <param name="report">Of a run that passed.</param>
/// <param name="steps">All steps up to the evaluation.</param>
/// <param name="content">The gate split's images and labels as one fingerprint.</param>
public sealed class BaselineAcceptance(
    LockedBaselineOptions options,
    RunReport report,
    IReadOnlyList<StepResult> steps,
    Fingerprint content
)
{
    // Of so few points nobody could say that a network got worse: a drop that wide is hidden by chance, beyond the
    // slack.
    private const double NoisyDrop = 0.05;
    private const double NoisyClassDrop = 0.15;

    // A narrower spread takes minutes on a machine that does something else as well.
    private const double NarrowestWidth = 0.02;

    /// <summary>How the latency is measured once more.</summary>
    internal LatencyOptions Longer { get; init; } = new() { Rounds = 5000, MaximumDuration = TimeSpan.FromMinutes(1) };

    // One slack to each side of the ratio.
    private double Width => Math.Max(NarrowestWidth, 2 * options.CostSlack);

    /// <summary>Writes the baseline's two files.</summary>
    /// <param name="note">Told what goes on, in lines for people.</param>
    /// <exception cref="PruneException">PRUNE8009: they cannot be written.</exception>
    public AcceptedBaseline Record(IDiagnosticSink diagnostics, Action<string> note, CancellationToken cancellation)
    {
        var latency = Measured(note, cancellation);
        var pictures = Pictures(StepNames.Evaluate);
        var paired = PairedDrops.Estimate(
            Pictures(StepNames.EvaluateBaseline),
            pictures,
            [.. report.Model.Accuracy.Classes.Select(one => one.Name)],
            options.Confidence,
            options.Resamples
        );
        var locked = report.Model.Lock(latency);
        ImmutableArray<HeldMetric> held =
        [
            .. locked
                .Metrics.Keys.Select(name => GateMetric.TryParse(name)!)
                .Where(metric => metric.IsAccuracy)
                .Select(metric => (Metric: metric, Drop: paired.Of(metric)))
                .Where(pair => pair.Drop is not null)
                .Select(pair => new HeldMetric(pair.Metric.Name, options.SlackOf(pair.Metric) + HalfWidth(pair.Drop!))),
        ];
        locked = Written(locked, pictures);
        note($"recorded as the locked baseline, {Path.GetFileName(options.Path)}");
        if (Noise(held, locked.Latency!) is { } noise)
            diagnostics.Report(noise);
        return new AcceptedBaseline(locked, held);
    }

    private LatencyReport Measured(Action<string> note, CancellationToken cancellation)
    {
        var first = report.Latency;
        if (WidthOf(first) <= Width)
            return first;
        note(
            string.Create(
                CultureInfo.InvariantCulture,
                $"measuring the latency longer, {Longer.Budget.TotalSeconds:0} s at most: the ratio's spread, "
                    + $"{first.RatioLow:0.000} to {first.RatioHigh:0.000}, would let a model pass that is "
                    + $"{100 * ((first.RatioHigh / first.Ratio) - 1):0} % slower"
            )
        );
        var longer = LatencyReport.Of(
            LatencyMeter.Compare(
                Entry(StepNames.ExportBaseline, StageFiles.Onnx),
                Entry(StepNames.Quantize, StageFiles.Onnx),
                Longer with
                {
                    ImageSize = report.Model.Summary.ImageSize,
                    RatioWidth = Width,
                },
                cancellation
            ),
            Machine.Processor
        );
        note(
            string.Create(
                CultureInfo.InvariantCulture,
                $"latency ratio {longer.Ratio:0.000} ({longer.RatioLow:0.000} to {longer.RatioHigh:0.000}) after "
                    + $"{longer.Rounds} rounds"
            )
        );
        return WidthOf(longer) < WidthOf(first) ? longer : first;
    }

    private LockedBaseline Written(LockedBaseline locked, ImmutableArray<PictureTally> pictures)
    {
        try
        {
            locked = locked with { Pictures = LockedPicturesFile.Write(options.Path, pictures, content.Hex) };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw LockedBaselineFile.NotWritten(options.Path, failure);
        }

        LockedBaselineFile.Write(options.Path, locked);
        return locked;
    }

    private PruneDiagnostic? Noise(ImmutableArray<HeldMetric> held, LockedLatency latency)
    {
        var noisy = held.Where(one =>
                GateMetric.TryParse(one.Metric)! is var metric
                && one.Drop - options.SlackOf(metric) > (metric.ClassName is null ? NoisyDrop : NoisyClassDrop)
            )
            .Select(one =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{one.Metric}, of which {report.Model.Accuracy.Images} images show no drop below {one.Drop:0.00}"
                )
            )
            .ToList();
        if ((latency.High - latency.Low) / latency.Ratio > 2 * Width)
            noisy.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"LatencyRatio {latency.Ratio:0.000}, of which the spread reaches to {latency.High:0.000} on "
                        + $"this machine"
                )
            );
        return noisy.Count == 0
            ? null
            : new PruneDiagnostic(
                Codes.BaselineNoisy,
                DiagnosticSeverity.Warning,
                $"Accepted; too noisy to hold are: {string.Join("; ", noisy)}. A model that is worse in them by "
                    + $"less passes; all else is held. For accuracies give '{report.Model.Accuracy.Split}' more "
                    + $"images; for the latency accept on a quiet machine; or gate them with a Minimum or Maximum.",
                new SourceLocation(options.Path)
            );
    }

    private ImmutableArray<PictureTally> Pictures(string step) => PictureTally.Read(Entry(step, PictureTally.FileName));

    private string Entry(string step, string file) => steps.Single(one => one.Name == step).Entry!.PathOf(file);

    private static double HalfWidth(LockedInterval drop) => (drop.AtMost - drop.AtLeast) / 2;

    private static double WidthOf(LatencyReport latency) => (latency.RatioHigh - latency.RatioLow) / latency.Ratio;
}
