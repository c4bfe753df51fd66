using Pruning.Diagnostics;
using Pruning.Pipeline.Options;
using Pruning.Pruners;
using Pruning.Reporting;

namespace Pruning.Pipeline.Search;

public class DropSearchTests
{
    private readonly List<SearchTrial> _told = [];

    [Fact]
    public void The_deepest_cut_inside_the_drop_is_found()
    {
        // Half a point for each tenth that goes.
        var search = Search(0.0201, target => (0.6, 0.6 - (0.05 * target.Reduction)));
        Assert.Equal("Parameters Reduction=40%", search.Run().ToString());
        Assert.Equal(_told, search.Trials);
        Assert.Equal(
            [
                "Parameters Reduction=45%",
                "Parameters Reduction=20%",
                "Parameters Reduction=30%",
                "Parameters Reduction=35%",
                "Parameters Reduction=40%",
            ],
            _told.Select(trial => trial.Target)
        );
        Assert.Equal(
            "Parameters Reduction=45%: mAP50-95 0.5775, drop 0.0225, at most 0.0225: outside",
            _told[0].ToString()
        );
    }

    [Fact]
    public void Where_no_cut_is_inside_every_trial_is_told()
    {
        var refusal = Assert.Throws<PruneException>(() => Search(0.02, _ => (0.6, 0.5)).Run());
        Assert.Equal((Codes.NothingInsideDrop, 3), (refusal.Code, refusal.Diagnostic.Location!.Value.Line));
        Assert.All(_told, trial => Assert.Contains(trial.ToString(), refusal.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, 0.5)]
    [InlineData(0.5, null)]
    [InlineData(0.5, double.NaN)]
    public void What_is_not_measured_is_not_inside(double? baseline, double? model) =>
        Assert.Throws<PruneException>(() => Search(1, _ => (baseline, model)).Run());

    [Fact]
    public void A_cut_out_of_reach_is_outside_and_any_other_failure_ends_the_search()
    {
        var search = Search(1, target =>
            target.Reduction > 0.5 ? throw new PruneException(Codes.TargetOutOfReach, "no") : (0.6, 0.6)
        );
        Assert.Equal(0.5, search.Run().Reduction);
        Assert.Contains(_told, trial => trial.Refusal == "cannot be reached");
        Assert.Equal(
            Codes.ImageNotDecodable,
            Assert
                .Throws<PruneException>(() =>
                    Search(1, _ => throw new PruneException(Codes.ImageNotDecodable, "no")).Run()
                )
                .Code
        );
    }

    [Fact]
    public void A_trial_that_may_not_be_made_is_the_next() =>
        Assert.Equal(0.2, Search(0.02, target => target.Reduction > 0.4 ? (0.6, 0.5) : null).Run().Reduction);

    [Fact]
    public void What_the_images_cannot_show_is_not_inside()
    {
        // The truth may be a point worse, as far as 80 % go.
        var search = Search(0.0201, target => (0.6, 0.6 - (0.05 * target.Reduction)), uncertainty: 0.01);
        Assert.Equal("Parameters Reduction=20%", search.Run().ToString());
        Assert.Equal(
            "Parameters Reduction=20%: mAP50-95 0.5900, drop 0.0100, at most 0.0200: inside",
            _told[1].ToString()
        );

        var refusal = Assert.Throws<PruneException>(() =>
            Search(0.0201, target => (0.6, 0.6 - (0.05 * target.Reduction)), uncertainty: 0.05).Run()
        );
        Assert.Contains(
            "so few images cannot show it with a confidence of 80 %",
            refusal.Message,
            StringComparison.Ordinal
        );
    }

    private DropSearch Search(
        double drop,
        Func<SparsityTarget, (double? Baseline, double? Model)?> measure,
        double uncertainty = 0
    ) =>
        new(
            new DropGoal(drop, TargetMetric.Parameters, Location: new SourceLocation("x.pruneproj", 3, 1)),
            target =>
                measure(target) is { } measured
                    ? new TrialAccuracy(measured.Baseline, measured.Model, _ =>
                        measured.Baseline - measured.Model + uncertainty
                    )
                    : null,
            _told.Add
        );
}
