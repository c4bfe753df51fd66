using System.Collections.Immutable;

namespace Pruning.Evaluation.Gates;

/// <summary>
/// How far a model's accuracies lie below another's, as far as pictures can tell that both were measured on: see
/// <see cref="PairedBootstrap"/>.
/// </summary>
public sealed class PairedDrops
{
    // Where nobody says how many: few images get as many as make the ends steady, many images fewer, since each draw
    // takes longer.
    private const int MostDraws = 1000;
    private const int FewestDraws = 200;
    private const long WorthOfDetections = 100_000_000;

    private readonly ImmutableDictionary<string, LockedInterval> _byMetric;

    private PairedDrops(
        int pictures,
        int draws,
        double confidence,
        ImmutableDictionary<string, LockedInterval> byMetric
    )
    {
        (Pictures, Draws, Confidence) = (pictures, draws, confidence);
        _byMetric = byMetric;
    }

    public int Pictures { get; }

    public int Draws { get; }

    /// <summary>The chance with which one end of an interval is right.</summary>
    public double Confidence { get; }

    /// <param name="then">One tally a picture.</param>
    /// <param name="now">Of the same pictures in the same order.</param>
    /// <param name="classes">Names, by number.</param>
    /// <param name="confidence">0.5 or more, below 1.</param>
    /// <param name="draws">Null for as many as the pictures are worth.</param>
    public static PairedDrops Estimate(
        ImmutableArray<PictureTally> then,
        ImmutableArray<PictureTally> now,
        ImmutableArray<string> classes,
        double confidence,
        int? draws
    )
    {
        var (first, second) = (LockedPictures.Round(then), LockedPictures.Round(now));
        var count = draws ?? PairedBootstrap.DrawsOf(second, WorthOfDetections, FewestDraws, MostDraws);
        var drawn = PairedBootstrap.Draw(first, second, count).ToArray();
        int[] labelled = [.. now.SelectMany(picture => picture.Labels).Distinct()];
        // With many classes one or another is always unlucky: together they may be wrong as often as a mean alone.
        var ofClass = 1 - ((1 - confidence) / Math.Max(1, labelled.Length));
        var byMetric = ImmutableDictionary.CreateBuilder<string, LockedInterval>();
        Add(new GateMetric(GateMetricKind.Map50), confidence, one => one.Map50);
        Add(new GateMetric(GateMetricKind.Map5095), confidence, one => one.Map5095);
        foreach (var index in labelled.Order())
            Add(new GateMetric(GateMetricKind.ClassAp50, classes[index]), ofClass, one => one.Classes[index]?.Ap50);
        return new PairedDrops(now.Length, count, confidence, byMetric.ToImmutable());

        void Add(GateMetric metric, double level, Func<RepeatedAccuracy, double?> value)
        {
            var drops = drawn.Select(one => value(one.Baseline) - value(one.Model)).OfType<double>().Order().ToArray();
            if (drops.Length > 0)
                byMetric[metric.Name] = new LockedInterval(Quantiles.At(drops, 1 - level), Quantiles.At(drops, level));
        }
    }

    /// <summary>Null for a metric that pictures say nothing of.</summary>
    public LockedInterval? Of(GateMetric metric) => _byMetric.GetValueOrDefault(metric.Name);

    /// <summary>Whether two measurements are of pictures with the same labels: others cannot be paired.</summary>
    public static bool CanPair(ImmutableArray<PictureTally> then, ImmutableArray<PictureTally> now, int classes) =>
        then.Length == now.Length
        && then.Zip(now)
            .All(pair =>
                pair.First.Labels.SequenceEqual(pair.Second.Labels) && pair.First.Classes.All(index => index < classes)
            );
}
