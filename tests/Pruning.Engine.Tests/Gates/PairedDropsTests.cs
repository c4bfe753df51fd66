using System.Collections.Immutable;
using Pruning.Reporting;

namespace Pruning.Evaluation.Gates;

/// <summary>A model is worse where its images show it, and not where chance may have made the difference.</summary>
public class PairedDropsTests
{
    private static readonly LockedBaselineOptions Options = new(
        "Detector.pruning.lock.json",
        Accept: false,
        0.01,
        0.01
    );

    [Theory]
    [InlineData(30, 0.20, 0.25, LockedVerdict.NotShown)]
    [InlineData(400, 0.20, 0.25, LockedVerdict.Worse)]
    [InlineData(30, 0.20, 0.80, LockedVerdict.Worse)]
    [InlineData(400, 0.25, 0.20, LockedVerdict.Better)]
    [InlineData(400, 0.20, 0.20, LockedVerdict.Same)]
    public void The_same_drop_fails_on_many_images_and_not_on_few(
        int images,
        double missedThen,
        double missedNow,
        LockedVerdict expected
    )
    {
        var row = Judge(
            MadeUpPictures.Of(images, missedThen, seed: 1),
            MadeUpPictures.Of(images, missedNow, seed: 2),
            Options with
            {
                Resamples = 200,
            }
        )
            .Rows.Single(row => row.Metric == "mAP50");
        Assert.Equal(expected, row.Verdict);
        Assert.InRange(row.Locked - row.Now!.Value, row.Drop!.AtLeast, row.Drop.AtMost);
    }

    [Fact]
    public void What_is_not_shown_passes_and_is_said()
    {
        var compared = Judge(MadeUpPictures.Of(30, 0.2, seed: 1), MadeUpPictures.Of(30, 0.25, seed: 2), Options);

        Assert.True(compared.Passed);
        Assert.False(compared.IsBetter);
        Assert.Null(compared.Failure(Options));
        Assert.StartsWith(
            "The model is not shown to be worse than the locked baseline in Detector.pruning.lock.json: ",
            LockedText.Sentence(compared),
            StringComparison.Ordinal
        );
        Assert.Contains("mAP50 (0.", LockedText.Sentence(compared), StringComparison.Ordinal);
        Assert.Equal(
            "Accuracies are compared on the same 30 images, drawn anew 1,000 times: one is worse where the drop "
                + "is larger than the slack with a confidence of 95 %, which the classes share.",
            compared.Basis
        );
    }

    [Fact]
    public void A_model_that_says_the_same_drops_by_nothing()
    {
        var pictures = MadeUpPictures.Of(50, 0.3, seed: 1);
        Assert.All(Judge(pictures, pictures, Options).Rows.Where(row => row.Drop is not null), row =>
            Assert.Equal((LockedVerdict.Same, new LockedInterval(0, 0)), (row.Verdict, row.Drop))
        );
    }

    [Fact]
    public void Confidence_and_draws_are_the_users_and_the_draws_are_always_the_same()
    {
        var (then, now) = (MadeUpPictures.Of(40, 0.2, seed: 1), MadeUpPictures.Of(40, 0.25, seed: 2));
        var (map50, ofClass) = (GateMetric.TryParse("mAP50")!, GateMetric.TryParse("AP50/b")!);
        var drops = PairedDrops.Estimate(then, now, ["a", "b"], 0.95, null);

        Assert.Equal(drops.Of(map50), PairedDrops.Estimate(then, now, ["a", "b"], 0.95, null).Of(map50));
        Assert.Equal(200, PairedDrops.Estimate(then, now, ["a", "b"], 0.95, 200).Draws);
        var sure = PairedDrops.Estimate(then, now, ["a", "b"], 0.5, null).Of(map50)!;
        Assert.Equal(sure.AtLeast, sure.AtMost);
        // Two classes share the twentieth, so each is judged by a fortieth.
        var alone = PairedDrops.Estimate(then, now, ["a", "b"], 0.975, null);
        Assert.Equal(PairedDrops.Estimate(then, now, ["a", "b"], 0.95, null).Of(ofClass), Quantiled(then, now, 0.975));
        Assert.NotEqual(alone.Of(ofClass), drops.Of(ofClass));
        Assert.Equal(
            LockedVerdict.Worse,
            Judge(then, now, Options with { Confidence = 0.5 }).Rows.Single(row => row.Metric == "mAP50").Verdict
        );
    }

    [Fact]
    public void Other_labels_cannot_be_paired()
    {
        var pictures = MadeUpPictures.Of(2, 0.3, seed: 1);
        Assert.True(PairedDrops.CanPair(pictures, MadeUpPictures.Of(2, 0.5, seed: 2), classes: 2));
        Assert.False(PairedDrops.CanPair(pictures, MadeUpPictures.Of(3, 0.5, seed: 2), classes: 2));
        Assert.False(
            PairedDrops.CanPair(
                pictures,
                pictures.SetItem(1, pictures[1] with { Labels = pictures[1].Labels.SetItem(0, 1) }),
                classes: 2
            )
        );
        Assert.False(
            PairedDrops.CanPair(
                pictures.SetItem(0, pictures[0] with { Classes = pictures[0].Classes.SetItem(0, 2) }),
                pictures,
                classes: 2
            )
        );
    }

    private static LockedInterval Quantiled(
        ImmutableArray<PictureTally> then,
        ImmutableArray<PictureTally> now,
        double level
    )
    {
        var drops = PairedBootstrap
            .Draw(LockedPictures.Round(then), LockedPictures.Round(now), 1000)
            .Select(one => one.Baseline.Classes[1]!.Ap50 - one.Model.Classes[1]!.Ap50)
            .Order()
            .ToArray();
        return new LockedInterval(Quantiles.At(drops, 1 - level), Quantiles.At(drops, level));
    }

    private static LockedComparison Judge(
        ImmutableArray<PictureTally> then,
        ImmutableArray<PictureTally> now,
        LockedBaselineOptions options
    )
    {
        var locked = Measured(then).Lock(Reports.Latency);
        return Measured(now)
            .CompareWith(
                locked,
                Reports.Latency,
                options,
                PairedDrops.Estimate(then, now, ["a", "b"], options.Confidence, options.Resamples)
            );
    }

    private static ModelReport Measured(ImmutableArray<PictureTally> pictures)
    {
        var all = new RepeatedPictures(pictures).Measure([.. Enumerable.Repeat(1, pictures.Length)]);
        return new ModelReport(
            Reports.Slim with
            {
                Classes = ["a", "b"],
            },
            new AccuracyReport(
                "val",
                pictures.Length,
                10 * pictures.Length,
                new MetricsReport(all.Map50, all.Map5095, null, null),
                [Class("a", 0), Class("b", 1)]
            ),
            null
        );

        ClassReport Class(string name, int index) =>
            new(name, 5 * pictures.Length, null, null, all.Classes[index]!.Ap50, all.Classes[index]!.Ap);
    }
}
