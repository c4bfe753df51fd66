namespace Pruning.Training;

/// <summary>
/// Accuracy that was still rising clearly when a training's schedule ended: it was too short for its images. The
/// learning rate is at its least by then, so a rise that goes on there is one of a network that is still learning.
/// </summary>
/// <param name="Before">Mean mAP50-95 on the validation images over the last fifth of epochs but one.</param>
/// <param name="After">Over the last fifth.</param>
/// <param name="Span">Epochs of a fifth.</param>
public sealed record RisingAccuracy(double Before, double After, int Span)
{
    private const int Parts = 5;

    // Two epochs a fifth, to tell a rise from noise.
    private const int FewestEpochs = 2 * Parts;

    // A point of mAP50-95 in a fifth of the epochs: below it, twice the epochs brought little. docs/slimming.md has the
    // figures.
    private const double ClearRise = 0.01;

    // Of the difference's standard error.
    private const double ClearOfNoise = 3;

    /// <param name="history">Every epoch of a training that ran to its end.</param>
    /// <returns>Null where it did not rise clearly, or was not watched.</returns>
    public static RisingAccuracy? Detect(IReadOnlyList<EpochRecord> history)
    {
        var values = history.Select(record => record.Map5095).OfType<double>().ToArray();
        if (history.Count < FewestEpochs || values.Length < history.Count)
            return null;
        var span = history.Count / Parts;
        var (before, after) = (values[^(2 * span)..^span].Average(), values[^span..].Average());
        var isBestAtTheEnd = Array.IndexOf(values, values.Max()) >= values.Length - span;
        return
            isBestAtTheEnd
            && after - before > Math.Max(ClearRise, ClearOfNoise * Noise(values[^(2 * span)..]) * Math.Sqrt(2.0 / span))
            ? new RisingAccuracy(before, after, span)
            : null;
    }

    // An epoch's standard deviation, by the differences between neighbours: a steady rise is no noise.
    private static double Noise(double[] values)
    {
        var steps = values.Zip(values.Skip(1), (left, right) => right - left).ToArray();
        var mean = steps.Average();
        return Math.Sqrt(steps.Sum(step => (step - mean) * (step - mean)) / (2 * Math.Max(1, steps.Length - 1)));
    }
}
