using System.Globalization;
using Pruning.Evaluation.Gates;

namespace Pruning.Pipeline.Expectations;

/// <summary>
/// What accuracy the trainings after a planned cut are expected to reach: mAP50-95 on the validation images, 0 to 1.
/// </summary>
/// <param name="Dense">Of the network that is to be cut.</param>
/// <param name="Fitted">Right after the cut, the weights fitted by least squares.</param>
/// <param name="Low">The interval's ends, and its middle.</param>
/// <param name="Cuts">Measured cuts that this rests on.</param>
/// <param name="Sets">Datasets that they are of.</param>
/// <param name="Held">
/// Of how many of them such an interval held the accuracy, where their set had not been seen.
/// </param>
public sealed record ExpectedAccuracy(
    double Dense,
    double Fitted,
    double Low,
    double Expected,
    double High,
    int Cuts,
    int Sets,
    int Held
)
{
    // Below that a network has not learnt the classes yet, and shares of it mean nothing.
    internal const double LeastDense = 0.02;

    public static ExpectedAccuracy Predict(MeasuredAccuracy measured)
    {
        var model = AccuracyModel.Published;
        var (low, middle, high) = model.Expect(measured.Dense, measured.Whole, measured.Fitted);
        return new ExpectedAccuracy(
            measured.Dense,
            measured.Fitted,
            low,
            middle,
            high,
            model.Cuts,
            model.Sets,
            AccuracyModel.PublishedHeld
        );
    }

    /// <summary>What the gates ask of it, where that is more than is likely; else null.</summary>
    public string? Doubt { get; init; }

    /// <summary>With the gates on the same metric, where they judge the validation images too.</summary>
    public ExpectedAccuracy Against(IEnumerable<Gate> gates)
    {
        var least = gates
            .Where(gate => gate.Metric.Kind == GateMetricKind.Map5095)
            .SelectMany(gate => new[] { gate.Minimum, Dense - gate.MaximumDrop })
            .Max();
        return least > Expected
            ? this with
            {
                Doubt = string.Create(
                    CultureInfo.InvariantCulture,
                    $"The gate on mAP50-95 asks for {least:0.000}, "
                        + $"{(least > High ? "more than can be expected" : "which is less likely than not")}. A "
                        + $"smaller reduction keeps more; a SparsityTarget with MaximumDrop looks for the smallest "
                        + $"network that holds."
                ),
            }
            : this;
    }

    /// <summary>For people.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"mAP50-95 to expect on the validation images after training: {Low:0.000} to {High:0.000} (dense "
                + $"{Dense:0.000}; right after the cut, weights fitted, {Fitted:0.000}). By {Cuts} cuts of {Sets} "
                + $"sets, trained 30 epochs; {Held} of them lay in such an interval when their set was left out."
        );
}

/// <summary>All measured on the same images, 0 to 1.</summary>
/// <param name="Whole">Of the dense network at the resolution of the pruned one.</param>
/// <param name="Fitted">Of the pruned one, its weights fitted.</param>
public sealed record MeasuredAccuracy(double Dense, double Whole, double Fitted);
