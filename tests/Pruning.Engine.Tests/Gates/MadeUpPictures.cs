using System.Collections.Immutable;

namespace Pruning.Evaluation.Gates;

/// <summary>Pictures with ten labels of two classes each, of which a network finds some.</summary>
internal static class MadeUpPictures
{
    private const int Labels = 10;
    private static readonly int Right = (1 << DetectionMatching.ThresholdCount) - 1;

    /// <param name="missed">The share of labels that the network does not find, exactly; which, is chance.</param>
    public static ImmutableArray<PictureTally> Of(int count, double missed, int seed)
    {
        var labels = Enumerable.Range(0, count * Labels).ToArray();
        new Random(seed).Shuffle(labels);
        var unseen = labels.Take((int)Math.Round(missed * labels.Length)).ToHashSet();
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(picture =>
                {
                    int[] found =
                    [
                        .. Enumerable.Range(0, Labels).Where(label => !unseen.Contains((picture * Labels) + label)),
                    ];
                    return new PictureTally(
                        [.. Enumerable.Range(0, Labels).Select(label => label % 2)],
                        [.. found.Select((_, rank) => 0.95f - (0.01f * rank)), 0.3f, 0.001f],
                        [.. found.Select(label => label % 2), 0, 1],
                        [.. found.Select(_ => Right), 0, 0]
                    );
                }),
        ];
    }

    /// <summary>What they measure, by the names that gates use.</summary>
    public static double Map50(ImmutableArray<PictureTally> pictures) =>
        new RepeatedPictures(pictures).Measure([.. Enumerable.Repeat(1, pictures.Length)]).Map50!.Value;
}
