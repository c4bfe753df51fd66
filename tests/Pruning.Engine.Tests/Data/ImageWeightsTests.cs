using System.Collections.Immutable;
using Pruning.Data;
using Pruning.Graphs;
using Xunit;

namespace Pruning.Tests.Data;

public sealed class ImageWeightsTests
{
    [Fact]
    public void Rare_classes_weigh_more_and_found_ones_less()
    {
        var split = Split([0, 0, 0], [1], []);
        // 1/3 and 1/1 of their sum 4/3.
        AssertClose([0.25, 0.75], ImageWeights.OfClasses(split, []));
        // times (1 − 0.5)² and (1 − 0.9)².
        AssertClose([0.25 * 0.25, 0.75 * 0.01], ImageWeights.OfClasses(split, [0.5, 0.9]));
        AssertClose([0.75, 0.75, 0], ImageWeights.OfImages(split, [0.25, 0.75]));
    }

    [Fact]
    public void A_class_without_boxes_counts_as_one_box() =>
        AssertClose([0.5, 0.5], ImageWeights.OfClasses(Split([0]), []));

    [Fact]
    public void Images_are_drawn_in_proportion_and_those_of_no_weight_never()
    {
        var weights = new double[3000];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = i % 3; // 0, 1, 2
        var random = new CounterRandom(1, 2, 3);
        var drawn = ImageWeights.Draw(weights, ref random).CountBy(index => index % 3).ToDictionary();
        Assert.False(drawn.ContainsKey(0));
        Assert.InRange(drawn[2], 1900, 2100);
    }

    [Fact]
    public void Without_any_weight_left_every_image_is_as_likely()
    {
        var random = new CounterRandom(1, 2, 3);
        Assert.True(ImageWeights.Draw(new double[100], ref random).Distinct().Count() > 50);
    }

    private static DatasetSplit Split(params int[][] classes) =>
        new(
            "train",
            ["a", "b"],
            [
                .. classes.Select(
                    (labels, index) =>
                        new LabeledImage(
                            $"{index}.png",
                            $"{index}.txt",
                            true,
                            Extent.Square(64),
                            [.. labels.Select((label, at) => new Label(label, 0.1f * at, 0.5f, 0.1f, 0.1f))]
                        )
                ),
            ],
            []
        );

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }
}
