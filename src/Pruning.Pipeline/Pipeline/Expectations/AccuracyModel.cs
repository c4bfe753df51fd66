using System.Collections.Immutable;

namespace Pruning.Pipeline.Expectations;

/// <summary>
/// What training makes of a cut network, told from what the cut has left of its accuracy: a straight line through the
/// measured cuts, both as shares of the dense network's accuracy, by least squares, and level from <see cref="Enough"/>
/// on. The interval is as wide as the line missed cuts of sets that it was not drawn through.
/// </summary>
/// <param name="Offset">Reached where nothing is left.</param>
/// <param name="Slope">More reached for each share that is left.</param>
/// <param name="Margin">Half of the interval's width.</param>
/// <param name="Cuts">That it was learnt from.</param>
/// <param name="Sets">They are of.</param>
public sealed record AccuracyModel(double Offset, double Slope, double Margin, int Cuts, int Sets)
{
    /// <summary>The share of unseen cuts that the interval is to hold.</summary>
    public const double Confidence = 0.9;

    // Where so much is left, training brings back all: what more is left shows no more in what is reached.
    // docs/slimming.md has the figures.
    internal const double Enough = 0.75;

    /// <summary>The published one.</summary>
    public static AccuracyModel Published { get; } = Fit(MeasuredPruning.Published);

    /// <summary>
    /// Of how many of the published cuts the interval held the accuracy, where the model had not seen the cut's set.
    /// </summary>
    public static int PublishedHeld { get; } = HeldOf(MeasuredPruning.Published);

    /// <param name="cuts">Of three sets at least.</param>
    public static AccuracyModel Fit(ImmutableArray<MeasuredPruning> cuts)
    {
        var (offset, slope) = Line(cuts);
        return new AccuracyModel(
            offset,
            slope,
            MarginOf(cuts),
            cuts.Length,
            cuts.Select(cut => cut.Set).Distinct().Count()
        );
    }

    /// <summary>
    /// Cross-validated over sets: a set's cuts are judged by a model, line and margin, that was learnt from all the
    /// others.
    /// </summary>
    /// <returns>How many lay in their intervals.</returns>
    public static int HeldOf(ImmutableArray<MeasuredPruning> cuts) =>
        Unseen(cuts, (others, cut) => Fit(others).Holds(cut)).Count(held => held);

    /// <param name="left">What the cut leaves, as a share of the dense network's.</param>
    /// <returns>What is reached, as a share likewise: the interval and its middle.</returns>
    public (double Low, double Middle, double High) Expect(double left)
    {
        var middle = Math.Max(0, Offset + (Slope * Counted(left)));
        return (Math.Max(0, middle - Margin), middle, middle + Margin);
    }

    /// <summary>
    /// The same in accuracies, 0 to 1, where the network may look at fewer pixels: what training brings back is at most
    /// what it had there.
    /// </summary>
    /// <param name="dense">Of the dense network.</param>
    /// <param name="whole">
    /// Of the dense network at the pruned one's resolution, untrained for it; at most <paramref name="dense"/> counts.
    /// </param>
    /// <param name="fitted">Right after the cut, the weights fitted.</param>
    public (double Low, double Middle, double High) Expect(double dense, double whole, double fitted)
    {
        var ceiling = Math.Min(dense, whole);
        if (ceiling <= 0)
            return default;
        var (low, middle, high) = Expect(fitted / ceiling);
        return (low * ceiling, middle * ceiling, Math.Min(1, high * ceiling));
    }

    private bool Holds(MeasuredPruning cut) =>
        Expect(cut.Left) is var (low, _, high) && cut.Reached >= low && cut.Reached <= high;

    private static double MarginOf(ImmutableArray<MeasuredPruning> cuts)
    {
        double[] missed =
        [
            .. Unseen(cuts, (others, cut) =>
                    Line(others) is var (offset, slope)
                        ? Math.Abs(cut.Reached - offset - (slope * Counted(cut.Left)))
                        : 0
                )
                .Order(),
        ];
        return missed[(int)Math.Ceiling(Confidence * missed.Length) - 1];
    }

    private static IEnumerable<T> Unseen<T>(
        ImmutableArray<MeasuredPruning> cuts,
        Func<ImmutableArray<MeasuredPruning>, MeasuredPruning, T> judge
    ) => cuts.Select(cut => judge([.. cuts.Where(other => other.Set != cut.Set)], cut));

    private static double Counted(double left) => Math.Min(left, Enough);

    private static (double Offset, double Slope) Line(ImmutableArray<MeasuredPruning> cuts)
    {
        var (left, reached) = (cuts.Average(cut => Counted(cut.Left)), cuts.Average(cut => cut.Reached));
        var slope =
            cuts.Sum(cut => (Counted(cut.Left) - left) * (cut.Reached - reached))
            / cuts.Sum(cut => (Counted(cut.Left) - left) * (Counted(cut.Left) - left));
        return (reached - (slope * left), slope);
    }
}
