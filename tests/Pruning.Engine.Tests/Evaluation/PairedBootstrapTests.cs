using System.Collections.Immutable;
using Pruning.Pipeline;

namespace Pruning.Evaluation;

/// <summary>What few pictures can show of two networks' difference.</summary>
public class PairedBootstrapTests
{
    private static readonly ushort All = (1 << DetectionMatching.ThresholdCount) - 1;

    [Fact]
    public void Counted_once_each_pictures_give_what_the_evaluation_gives()
    {
        var (tally, random) = (new DetectionTally(3), new Random(1));
        for (var picture = 0; picture < 40; picture++)
        {
            var labels = Enumerable.Range(0, random.Next(6)).Select(_ => Box(random)).ToArray();
            var found = labels
                .Where(_ => random.Next(4) > 0)
                .Select(label =>
                    label with
                    {
                        Left = label.Left + (5 * random.NextSingle()),
                        Confidence = random.NextSingle(),
                    }
                );
            tally.AddImage(
                [
                    .. found
                        .Concat(Enumerable.Range(0, random.Next(4)).Select(_ => Box(random)))
                        .OrderByDescending(one => one.Confidence),
                ],
                labels
            );
        }

        var expected = AveragePrecision.Measure(tally).Average(one => one.Averages.Average());
        Assert.InRange(expected, 0.1, 0.9);
        var once = new RepeatedPictures([.. tally.Pictures]).Measure([.. Enumerable.Repeat(1, 40)]);
        Assert.Equal(expected, once.Map5095!.Value, 12);
        Assert.Equal(AveragePrecision.Measure(tally).Average(one => one.Averages[0]), once.Map50!.Value, 12);
        Assert.All(AveragePrecision.Measure(tally), one =>
            Assert.Equal(one.Averages[0], once.Classes[one.ClassIndex]!.Ap50, 12)
        );
        // Some several times, some not at all: as if the tally had seen them so.
        int[] times = [.. Enumerable.Range(0, 40).Select(picture => picture * 7 % 4)];
        var repeated = new DetectionTally(3);
        foreach (var (picture, count) in tally.Pictures.Zip(times))
        {
            for (var time = 0; time < count; time++)
                Add(repeated, picture);
        }

        Assert.Equal(
            AveragePrecision.Measure(repeated).Average(one => one.Averages.Average()),
            new RepeatedPictures([.. tally.Pictures]).Map5095(times)!.Value,
            12
        );
        // As many of each as before.
        Assert.InRange(
            new RepeatedPictures([.. tally.Pictures]).Map5095([.. Enumerable.Repeat(3, 40)])!.Value - expected,
            -0.02,
            0.02
        );
        Assert.Null(new RepeatedPictures([.. tally.Pictures]).Map5095(new int[40]));

        static void Add(DetectionTally tally, PictureTally picture)
        {
            for (var index = 0; index < picture.Confidences.Length; index++)
                tally.AddDetection(picture.Confidences[index], picture.Classes[index], (ushort)picture.Correct[index]);
            foreach (var label in picture.Labels)
                tally.AddLabel(label);
        }

        static Detection Box(Random random)
        {
            var (x, y) = (100 * random.NextSingle(), 100 * random.NextSingle());
            return new Detection(x, y, x + 20, y + 20, random.NextSingle(), random.Next(3));
        }
    }

    [Fact]
    public void Two_networks_that_say_the_same_differ_by_nothing() =>
        Assert.Equal(0, PairedBootstrap.Compare(Pictures(50, 25), Pictures(50, 25)).AtMost(0.95));

    // The difference of two shares of the same n pictures, of which one network misses a tenth more, has a standard
    // deviation of sqrt(.1 * .9 / n); behind the last detection the precision falls to 0 along a line, so that half of
    // a missing share is missing from the area.
    [Theory]
    [InlineData(100)]
    [InlineData(1000)]
    public void More_pictures_leave_less_to_chance(int pictures)
    {
        var (baseline, model) = (Pictures(pictures, pictures), Pictures(pictures, pictures - (pictures / 10)));
        var half = PairedBootstrap.Compare(baseline, model).AtMost(0.5)!.Value;
        var most = PairedBootstrap.Compare(baseline, model).AtMost(0.841)!.Value;

        Assert.InRange(half, 0.035, 0.055);
        Assert.InRange((most - half) / (Math.Sqrt(0.09 / pictures) / 2), 0.8, 1.25);
        Assert.Equal(most, PairedBootstrap.Compare(baseline, model).AtMost(0.841));
    }

    [Fact]
    public void Without_labels_nothing_is_known_and_other_pictures_are_refused()
    {
        ImmutableArray<PictureTally> empty = [new([], [], [], [])];
        Assert.Null(PairedBootstrap.Compare(empty, empty).AtMost(0.8));
        Assert.Throws<ArgumentException>(() => PairedBootstrap.Compare(empty, Pictures(2, 1)).AtMost(0.8));
    }

    [Fact]
    public void What_was_written_is_read_again()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf(PictureTally.FileName);
        ImmutableArray<PictureTally> pictures = [new([0, 2], [0.9f, 0.001f], [2, 0], [All, 0]), new([], [], [], [])];
        File.WriteAllText(path, PictureTally.Write(pictures));

        var read = PictureTally.Read(path);

        Assert.Equal(PictureTally.Write(pictures), PictureTally.Write(read));
        Assert.Equal(0.001f, read[0].Confidences[1]);
    }

    // One label each; the first so many are found.
    private static ImmutableArray<PictureTally> Pictures(int count, int found) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(picture =>
                    picture < found ? new PictureTally([0], [0.9f], [0], [All]) : new PictureTally([0], [], [], [])
                ),
        ];
}
