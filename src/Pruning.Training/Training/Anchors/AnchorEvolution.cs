using System.Collections.Immutable;
using Pruning.Data;
using Pruning.Graphs;

namespace Pruning.Training.Anchors;

/// <summary>
/// Changes anchors at random and keeps every change that makes them fitter: YOLOv5's genetic refinement of what k-means
/// gives.
/// </summary>
internal static class AnchorEvolution
{
    private const double Probability = 0.9;
    private const double Strength = 0.1;
    private const double LeastFactor = 0.3;
    private const double MostFactor = 3;
    private const float LeastSide = 2;

    public static Anchor[] Evolve(
        Anchor[] anchors,
        ImmutableArray<BoxSize> boxes,
        double ratio,
        int generations,
        ref CounterRandom random
    )
    {
        var fitness = AnchorFit.Measure(anchors, boxes.AsSpan(), ratio).Fitness;
        for (var generation = 0; generation < generations; generation++)
        {
            var changed = Mutate(anchors, ref random);
            var reached = AnchorFit.Measure(changed, boxes.AsSpan(), ratio).Fitness;
            if (reached > fitness)
                (anchors, fitness) = (changed, reached);
        }

        return anchors;
    }

    private static Anchor[] Mutate(Anchor[] anchors, ref CounterRandom random)
    {
        var strength = Strength * random.NextDouble();
        var changed = new Anchor[anchors.Length];
        for (var i = 0; i < anchors.Length; i++)
            changed[i] = new Anchor(
                Mutate(anchors[i].Width, strength, ref random),
                Mutate(anchors[i].Height, strength, ref random)
            );
        return changed;
    }

    private static float Mutate(float side, double strength, ref CounterRandom random)
    {
        var factor = random.Chance(Probability) ? 1 + (strength * random.NextNormal()) : 1;
        return Math.Max(LeastSide, (float)(side * Math.Clamp(factor, LeastFactor, MostFactor)));
    }
}
