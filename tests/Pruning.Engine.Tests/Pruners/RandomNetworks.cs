using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Pruners;

/// <summary>Random legal networks of everything that YOLO layouts, old and new, are made of.</summary>
internal static class RandomNetworks
{
    public static Network Create(int seed)
    {
        var random = new Random(seed);
        var build = new GraphBuilder(seed);
        var image = build.Image();
        // Features by size: index 0 the largest.
        var features = new List<List<string>> { new(), new() };
        features[0]
            .Add(
                random.Next(2) == 0
                    ? build.Block("stem", image, Width(random), 3)
                    : build.Block(
                        "focus",
                        build.Concat("focus.cat", build.Slice("s0", image, 0, 0), build.Slice("s1", image, 1, 0)),
                        Width(random),
                        3
                    )
            );
        features[1].Add(build.Block("down", features[0][0], Width(random), 3, stride: 2));
        for (var step = 0; step < 8; step++)
        {
            var size = random.Next(2);
            var made = Step(build, random, $"n{step}", features, size);
            features[size].Add(made);
        }

        var heads = features.Select((made, size) => build.Conv($"head.{size}", made[^1], 6, bias: true)).ToArray();
        return random.Next(2) == 0
            ? build.Build(build.Detect("head", 1, heads))
            : build.Build([.. heads, features[0][random.Next(features[0].Count)]]);
    }

    /// <summary>An image for one, of numbers from 0 to 1.</summary>
    public static ReferenceEvaluator.Map Image(int seed, int size)
    {
        var random = new Random(seed);
        var image = new ReferenceEvaluator.Map(3, size, size);
        for (var i = 0; i < image.Values.Length; i++)
            image.Values[i] = random.NextDouble();
        return image;
    }

    /// <summary>The maps that it ends in: what a head reads, or its outputs.</summary>
    public static ImmutableArray<string> OutputsOf(Graph graph) =>
        graph.Detect is { } detect ? detect.Inputs : graph.Outputs;

    private static string Step(GraphBuilder build, Random random, string name, List<List<string>> features, int size)
    {
        var input = features[size][random.Next(features[size].Count)];
        var other = features[size][random.Next(features[size].Count)];
        var kind = (ActivationKind)random.Next(4);
        var channels = build.ChannelsOf(input);
        switch (random.Next(10))
        {
            case 0:
                return build.Block(name, input, Width(random), random.Next(2) == 0 ? 1 : 3, kind: kind);
            case 1: // A convolution with a bias and no norm.
                return build.Conv(name, input, Width(random), bias: true);
            case 2: // Nested shortcuts.
                var once = build.Sum($"{name}.add", input, build.Block($"{name}.a", input, channels, 3, kind: kind));
                return build.Sum(
                    $"{name}.add2",
                    once,
                    build.Block($"{name}.b", build.Block($"{name}.c", once, Width(random)), channels)
                );
            case 3: // A sum of projections.
                return build.Sum(
                    $"{name}.add",
                    build.Conv($"{name}.p", input, 8),
                    build.Block($"{name}.q", other, 8),
                    build.Block($"{name}.r", input, 8)
                );
            case 4: // A concatenation, of the same thing twice at times, with a norm behind it as in BottleneckCSP.
                return build.Act($"{name}.act", build.Norm($"{name}.bn", build.Concat($"{name}.cat", input, other)), kind);
            case 5: // SPPF: pools of pools, shared.
                var p1 = build.Pool($"{name}.p1", input);
                var p2 = build.Pool($"{name}.p2", p1);
                return build.Block(
                    $"{name}.out",
                    build.Concat($"{name}.cat", input, p1, p2, build.Pool($"{name}.p3", p2)),
                    Width(random),
                    kind: kind
                );
            case 6: // Depthwise, with a multiplier at times.
                return build.Block(name, input, channels * random.Next(1, 3), 3, groups: channels, kind: kind);
            case 7 when channels % 2 == 0: // Groups.
                return build.Block(name, input, 8, 3, groups: 2, kind: kind);
            case 8 when size == 0: // A smaller map enlarged and joined.
                var below = features[1][random.Next(features[1].Count)];
                return build.Concat($"{name}.cat", build.Up($"{name}.up", below), input);
            case 9 when size == 1: // A stride from above.
                return build.Block(
                    name,
                    features[0][random.Next(features[0].Count)],
                    Width(random),
                    3,
                    stride: 2,
                    kind: kind
                );
            default: // A sum over a concatenation: parts of one layer tied to different others.
                var joined = build.Concat(
                    $"{name}.cat",
                    build.Block($"{name}.a", input, 4),
                    build.Block($"{name}.b", other, 6)
                );
                return build.Sum($"{name}.add", joined, build.Block($"{name}.c", input, 10, kind: kind));
        }
    }

    private static int Width(Random random) => 2 * random.Next(2, 6);
}
