using System.Collections.Immutable;

namespace Pruning.Evaluation;

/// <summary>
/// How far two models' accuracies lie apart, given that both were measured on few pictures: both are measured again on
/// pictures that are drawn from them with replacement, the same for both, again and again (Efron, "Bootstrap Methods:
/// Another Look at the Jackknife", 1979). What both get wrong alike says nothing about their difference, so a pair
/// needs far fewer pictures than each alone. The same draws at each call.
/// </summary>
public static class PairedBootstrap
{
    // Many images leave little to chance, and take long.
    private const int MostDraws = 300;
    private const int FewestDraws = 50;
    private const long WorthOfDetections = 30_000_000;

    private const int Seed = 1;

    /// <summary>How far below a baseline a model's mAP50-95 may lie.</summary>
    /// <param name="baseline">One tally a picture.</param>
    /// <param name="model">Of the same pictures in the same order.</param>
    public static BootstrapDrops Compare(ImmutableArray<PictureTally> baseline, ImmutableArray<PictureTally> model) =>
        new([
            .. Draw(baseline, model, DrawsOf(model, WorthOfDetections, FewestDraws, MostDraws))
                .Select(drawn => drawn.Baseline.Map5095 - drawn.Model.Map5095)
                .OfType<double>()
                .Order(),
        ]);

    /// <summary>Both models, measured on each draw.</summary>
    /// <inheritdoc cref="Compare"/>
    internal static IEnumerable<(RepeatedAccuracy Baseline, RepeatedAccuracy Model)> Draw(
        ImmutableArray<PictureTally> baseline,
        ImmutableArray<PictureTally> model,
        int draws
    )
    {
        if (baseline.Length != model.Length)
            throw new ArgumentException(
                $"The baseline was measured on {baseline.Length} pictures and the model on {model.Length}.",
                nameof(model)
            );
        var (first, second) = (new RepeatedPictures(baseline), new RepeatedPictures(model));
        return Times(baseline.Length, draws)
            .AsParallel()
            .AsOrdered()
            .Select(times => (first.Measure(times), second.Measure(times)));
    }

    // How often each picture counts, draw by draw.
    private static IEnumerable<int[]> Times(int pictures, int draws)
    {
        var random = new Random(Seed);
        for (var draw = 0; draw < draws; draw++)
        {
            var times = new int[pictures];
            for (var picture = 0; picture < pictures; picture++)
                times[random.Next(pictures)]++;
            yield return times;
        }
    }

    /// <summary>As many draws as there is time for, between two bounds.</summary>
    /// <param name="worthOfDetections">Detections that all draws together may look at.</param>
    internal static int DrawsOf(ImmutableArray<PictureTally> pictures, long worthOfDetections, int fewest, int most) =>
        (int)
            Math.Clamp(
                worthOfDetections / Math.Max(1, pictures.Sum(picture => (long)picture.Confidences.Length)),
                fewest,
                most
            );
}
