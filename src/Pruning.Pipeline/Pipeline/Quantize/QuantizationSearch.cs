using System.Collections.Immutable;
using System.Globalization;
using Pruning.Data;
using Pruning.Evaluation;
using Pruning.Graphs;
using Pruning.Onnx.Quantization;
using Pruning.Onnx.Runtime;
using Pruning.Reporting;

namespace Pruning.Pipeline.Quantize;

/// <summary>
/// Lets layers return to floats until a quantized model's accuracy is within a budget of the model of floats: those
/// first whose bytes cost most at the output for what they save, and as few as hold.
/// </summary>
/// <param name="judged">Labelled images on which accuracy is measured.</param>
/// <param name="imageSize">Side in pixels, for files that leave it open.</param>
/// <param name="pictures">Calibration images; layers are compared on the first few.</param>
public sealed class QuantizationSearch(
    CalibratedModel model,
    DatasetSplit judged,
    int imageSize,
    Func<Extent?, IEnumerable<ImageBatch>> pictures
)
{
    // A boundary between bytes and floats costs about as much as so large a share of all multiplications.
    private const double BoundaryWork = 0.03;

    // Layers are told apart by as many pictures.
    private const int Sample = 16;

    private readonly Dictionary<int, QuantizationTrial> _tried = [];

    /// <summary>Layers that stay in floats whatever that costs.</summary>
    public IReadOnlySet<string> KeptFloat { get; init; } = ImmutableHashSet<string>.Empty;

    public int WeightBits { get; init; } = Onnx.Quantization.WeightBits.OfThisProcessor;

    /// <summary>Takes a progress line and the share done, if known.</summary>
    public Action<string, double?> Report { get; init; } = (_, _) => { };

    public CancellationToken Cancellation { get; init; }

    /// <param name="budget">What may be lost of mAP50-95, 0 to 1.</param>
    /// <exception cref="Diagnostics.PruneException">PRUNE6007, and those of <see cref="Evaluator"/>.</exception>
    public QuantizationChoice Find(double budget)
    {
        var exact = Accuracy(model.Onnx, "measuring the model in floats");
        var all = Try([], 0);
        if (exact - all.Map5095 <= budget)
            return new QuantizationChoice(all, exact, budget);
        var order = Order(all.Model);
        var fewest = Fewest(order.Length, count => exact - Try(order, count).Map5095 <= budget);
        return new QuantizationChoice(
            fewest is { } found ? _tried[found] : _tried.Values.MaxBy(trial => trial.Map5095)!,
            exact,
            budget
        );
    }

    // By doubling, then by halving what is between; null where even the most do not hold.
    internal static int? Fewest(int most, Predicate<int> holds)
    {
        var (failing, next) = (0, Math.Min(1, most));
        while (next > failing && !holds(next))
            (failing, next) = (next, Math.Min(2 * next, most));
        if (next == failing)
            return null;
        while (next - failing > 1)
        {
            var middle = (next + failing) / 2;
            (failing, next) = holds(middle) ? (failing, middle) : (middle, next);
        }

        return next;
    }

    private QuantizationTrial Try(ImmutableArray<string> order, int count)
    {
        Cancellation.ThrowIfCancellationRequested();
        ImmutableArray<string> returned = [.. order.Take(count)];
        var quantized = model.Quantize(
            KeptFloat.Union(returned).ToImmutableHashSet(StringComparer.Ordinal),
            WeightBits
        );
        var words = string.Create(
            CultureInfo.InvariantCulture,
            $"measuring the model in 8-bit integers{(count > 0 ? $", {count} layers more in floats" : "")}"
        );
        return _tried[count] = new QuantizationTrial(quantized, returned, Accuracy(quantized.Onnx, words));
    }

    // More than half of them, and it is no quantized model any more.
    private ImmutableArray<string> Order(QuantizedModel all)
    {
        List<ImageBatch> sample = [.. pictures(model.Size).Take(Sample)];
        try
        {
            var gains = LayerErrors.Measure(
                model,
                all,
                sample,
                share => Report("finding the layers whose integers cost most", share),
                Cancellation
            );
            return
            [
                .. model
                    .Layers.Where(layer => gains.GetValueOrDefault(layer.Name) > 0)
                    .OrderByDescending(layer => gains[layer.Name] / (layer.Work + BoundaryWork))
                    .Take(model.Layers.Length / 2)
                    .Select(layer => layer.Name),
            ];
        }
        finally
        {
            foreach (var picture in sample)
                picture.Dispose();
        }
    }

    private double Accuracy(byte[] onnx, string words)
    {
        Report(words, null);
        using var detector = OnnxDetector.ForDatasets(onnx, model.Name);
        return Evaluator
            .Evaluate(
                detector,
                judged,
                new EvaluationOptions { ImageSize = model.Size?.Width ?? imageSize },
                cancellation: Cancellation
            )
            .Map5095
            ?? 0;
    }
}

/// <summary>A quantized model with some layers in floats that need not be.</summary>
/// <param name="Returned">Those layers, the costliest first.</param>
/// <param name="Map5095">Its accuracy, 0 to 1.</param>
public sealed record QuantizationTrial(QuantizedModel Model, ImmutableArray<string> Returned, double Map5095);

/// <summary>What a search has found.</summary>
/// <param name="Exact">mAP50-95 of the model of floats, 0 to 1.</param>
/// <param name="Budget">What may be lost of it.</param>
public sealed record QuantizationChoice(QuantizationTrial Trial, double Exact, double Budget)
{
    public QuantizationCost Cost => new(Exact, Trial.Map5095, Budget, Trial.Returned);
}
