using System.Collections.Immutable;

namespace Pruning.Evaluation;

/// <summary>
/// How far below a baseline a model's mAP50-95 may lie, given that it was measured on few pictures: both are measured again on pictures that are drawn
/// from them with replacement, the same for both, again and again (Efron, "Bootstrap Methods: Another Look at the Jackknife", 1979). What both get wrong
/// alike says nothing about their difference, so a pair needs far fewer pictures than each alone. The same draws at each call.
/// </summary>
public static class PairedBootstrap
{
    // Many images leave little to chance, and take long.
    private const int MostDraws = 300;
    private const int FewestDraws = 50;
    private const long WorthOfDetections = 30_000_000;

    private const int Seed = 1;

    /// <summary>Compares two measurements.</summary>
    /// <param name="baseline">One tally a picture.</param>
    /// <param name="model">Of the same pictures in the same order.</param>
    public static BootstrapDrops Compare(ImmutableArray<PictureTally> baseline, ImmutableArray<PictureTally> model)
    {
        if (baseline.Length != model.Length)
            throw new ArgumentException($"The baseline was measured on {baseline.Length} pictures and the model on {model.Length}.", nameof(model));
        var (first, second) = (new RepeatedPictures(baseline), new RepeatedPictures(model));
        var random = new Random(Seed);
        var drops = new List<double>();
        for (var draw = DrawsOf(model); draw > 0; draw--)
        {
            var times = new int[baseline.Length];
            for (var picture = 0; picture < times.Length; picture++)
                times[random.Next(times.Length)]++;
            if (first.Map5095(times) is { } before && second.Map5095(times) is { } after)
                drops.Add(before - after);
        }

        return new BootstrapDrops([.. drops.Order()]);
    }

    private static int DrawsOf(ImmutableArray<PictureTally> pictures) =>
        (int)Math.Clamp(WorthOfDetections / Math.Max(1, pictures.Sum(picture => (long)picture.Confidences.Length)), FewestDraws, MostDraws);
}
