using System.Collections.Immutable;
using Pruning.Evaluation.Gates;

namespace Pruning.Pipeline.Expectations;

public class AccuracyModelTests
{
    [Fact]
    public void A_line_through_cuts_that_lie_on_it_is_found_and_needs_no_margin()
    {
        var model = AccuracyModel.Fit([Cut("a", 0.2), Cut("a", 0.7), Cut("b", 0.4), Cut("c", 0.6), Cut("c", 0.75)]);

        Assert.Equal((0.5, 0.6), (Math.Round(model.Offset, 9), Math.Round(model.Slope, 9)));
        Assert.True(model.Margin < 1e-9);
        Assert.Equal((5, 3), (model.Cuts, model.Sets));
        var (low, middle, high) = model.Expect(0.5);
        Assert.Equal((0.8, 0.8, 0.8), (Math.Round(low, 9), Math.Round(middle, 9), Math.Round(high, 9)));
        // All of it back: no more is reached where more is left.
        Assert.Equal(model.Expect(0.8), model.Expect(1.1));
    }

    [Fact]
    public void Training_brings_back_at_most_what_the_whole_network_has_at_the_same_resolution()
    {
        var model = AccuracyModel.Fit([Cut("a", 0.2), Cut("a", 0.7), Cut("b", 0.4), Cut("c", 0.6), Cut("c", 0.75)]);

        Assert.Equal(0.4 * model.Expect(0.5).Middle, model.Expect(0.5, 0.4, 0.2).Middle, 9);
        // Fewer pixels can see more by luck; nothing says that training will too.
        Assert.Equal(0.5 * model.Expect(0.8).Middle, model.Expect(0.5, 0.6, 0.4).Middle, 9);
        Assert.Equal(0, model.Expect(0.5, 0, 0).High);
    }

    [Fact]
    public void The_margin_is_what_unseen_sets_were_missed_by()
    {
        // One set lies .1 above the line of the others.
        ImmutableArray<MeasuredPruning> cuts =
        [
            Cut("a", 0.2),
            Cut("a", 0.74),
            Cut("b", 0.4),
            Cut("b", 0.75),
            Cut("c", 0.5, above: 0.1),
            Cut("c", 0.7, above: 0.1),
        ];
        var model = AccuracyModel.Fit(cuts);

        Assert.InRange(model.Margin, 0.09, 0.11);
        // The others' own margin is less than what this set is missed by, so it cannot hold it.
        Assert.True(AccuracyModel.HeldOf(cuts) <= 4);
    }

    [Fact]
    public void The_published_cuts_are_of_several_sets_and_the_model_is_right_about_most_sets_that_it_has_not_seen()
    {
        var model = AccuracyModel.Published;

        Assert.True(model.Sets >= 4, $"{model}");
        Assert.True(model.Slope > 0, $"{model}");
        Assert.InRange(AccuracyModel.PublishedHeld, (int)Math.Ceiling(0.7 * model.Cuts), model.Cuts);
        Assert.All(MeasuredPruning.Published, cut =>
            Assert.True(
                cut
                    is {
                        Images: > 0,
                        Dense: > 0 and < 1,
                        Fitted: >= 0 and < 1,
                        Tuned: > 0 and < 1,
                        Reduction: > 0 and < 1
                    },
                $"{cut}"
            )
        );
    }

    [Fact]
    public void A_gate_that_asks_for_more_than_can_be_expected_is_doubted()
    {
        var expected = new ExpectedAccuracy(0.5, 0.3, 0.38, 0.42, 0.46, 10, 4, 9);

        Assert.Null(expected.Against([Gate(minimum: 0.4), Gate(maximumDrop: 0.1)]).Doubt);
        Assert.Contains(
            "asks for 0.450, which is less likely than not",
            expected.Against([Gate(minimum: 0.4), Gate(maximumDrop: 0.05)]).Doubt,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "asks for 0.480, more than can be expected",
            expected.Against([Gate(minimum: 0.48)]).Doubt,
            StringComparison.Ordinal
        );
        Assert.Null(expected.Against([new Gate(new GateMetric(GateMetricKind.Map50), Minimum: 0.9)]).Doubt);
        Assert.Null(expected.Against([]).Doubt);
    }

    private static Gate Gate(double? minimum = null, double? maximumDrop = null) =>
        new(new GateMetric(GateMetricKind.Map5095), minimum, MaximumDrop: maximumDrop);

    private static MeasuredPruning Cut(string set, double left, double above = 0) =>
        new(set, 100, 0.5, 0.5, left * 0.5, (0.5 + (0.6 * left) + above) * 0.5);
}
