using System.Collections.Immutable;
using System.Globalization;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Yolo;

namespace Pruning.Pruners.Latency;

public class LatencyTargetTests
{
    private static readonly Network Nano = YoloArchitecture.Create("yolov5n", ["a", "b"], seed: 1);

    [Fact]
    public void The_sum_over_chosen_counts_is_that_of_the_network_that_is_cut()
    {
        var plan = PrunePlanner.Plan(
            Nano,
            [new(TargetMetric.Flops, 0.5)],
            new PlanningOptions { Image = Extent.Square(64) }
        );
        var (dense, cut) = (Coupling.Analyze(Nano), Surgery.Prune(Nano, plan));
        var (times, again) = (new LinearTimes(), new LinearTimes());
        var predicted = new NetworkTime(Nano, dense, Extent.Square(64), times).Of([
            .. plan.Groups.Select(group => group.Kept.Length),
        ]);
        var map = Coupling.Analyze(cut);
        Assert.Equal(
            new NetworkTime(cut, map, Extent.Square(64), again).Of([.. map.Groups.Select(group => group.Count)]),
            predicted,
            1e-9
        );
        Assert.Equal(again.Asked.Order(), times.Asked.Order());
        Assert.Contains("convolution 6x6 stride 2x2 padding 2x2 dilation 1x1 3>16 64x64 SiLU", times.Asked);
    }

    [Fact]
    public void Every_layer_of_every_choice_is_measured_in_one_go()
    {
        var (map, times) = (Coupling.Analyze(Nano), new LinearTimes());
        var time = new NetworkTime(Nano, map, Extent.Square(64), times);
        int[][] levels =
        [
            .. map.Groups.Select(group => group.IsHeld ? [group.Count] : new[] { group.Count, group.Count / 2 }),
        ];
        time.Prepare(levels);
        var asked = times.Asked.Count;
        var random = new Random(1);
        for (var choice = 0; choice < 100; choice++)
            time.Of([.. levels.Select(counts => counts[random.Next(counts.Length)])]);
        Assert.Equal(asked, times.Asked.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.8)] // narrower layers save less in the network than alone
    [InlineData(1.2)]
    public void A_target_is_met_by_what_is_measured_after_the_cut(double saved)
    {
        var times = new LinearTimes(saved);
        var plan = Plan(times, new SparsityTarget(TargetMetric.Latency, Reduction: 0.3));
        Assert.InRange(plan.Latency!.MeasuredRatio!.Value, 0.68, 0.71);
        Assert.InRange(times.Comparisons, 1, 3);
    }

    // 32 of 64 pixels take a quarter of the time of the layers.
    [Fact]
    public void Fewer_pixels_count_towards_a_target_of_time()
    {
        var options = new PlanningOptions { Image = Extent.Square(32), WholeImage = Extent.Square(64) };
        ImmutableArray<SparsityTarget> half = [new(TargetMetric.Latency, Reduction: 0.5)],
            most = [new(TargetMetric.Latency, Reduction: 0.8)];
        var times = new LinearTimes(countsPixels: true);

        var kept = PrunePlanner.Plan(Nano, half, options with { LayerTimes = times });
        Assert.True(kept.IsEmpty);
        Assert.Equal(0.25, kept.Latency!.AfterMilliseconds / kept.Latency.BeforeMilliseconds, 2);
        Assert.True(PrunePlanner.AreMet(Nano, half, options with { LayerTimes = times }));

        Assert.False(PrunePlanner.AreMet(Nano, most, options with { LayerTimes = times }));
        var cut = PrunePlanner.Plan(Nano, most, options with { LayerTimes = times });
        Assert.False(cut.IsEmpty);
        Assert.InRange(cut.Latency!.MeasuredRatio!.Value, 0.17, 0.21);
    }

    [Fact]
    public void A_machine_too_busy_to_tell_does_not_cut_deeper()
    {
        var times = new LinearTimes(saved: 0.8, noise: 0.1);
        Assert.InRange(
            Plan(times, new SparsityTarget(TargetMetric.Latency, Reduction: 0.3)).Latency!.MeasuredRatio!.Value,
            0.71,
            0.78
        );
        Assert.Equal(1, times.Comparisons);
    }

    [Fact]
    public void Rounds_go_equal_parts_of_the_way()
    {
        var times = new LinearTimes();
        var first = PrunePlanner.Plan(
            Nano,
            [new(TargetMetric.Latency, Reduction: 0.4)],
            Options(times) with
            {
                Round = new PruneRound(1, 2, Nano),
            }
        );
        var cut = Surgery.Prune(Nano, first);
        var second = PrunePlanner.Plan(
            cut,
            [new(TargetMetric.Latency, Reduction: 0.4)],
            Options(times) with
            {
                Round = new PruneRound(2, 2, Nano),
            }
        );
        Assert.InRange(first.Latency!.AfterMilliseconds / times.Of("", Nano, Extent.Square(64)), 0.78, 0.8);
        Assert.InRange(second.Latency!.AfterMilliseconds / times.Of("", Nano, Extent.Square(64)), 0.58, 0.6);
    }

    [Fact]
    public void A_maximum_is_in_milliseconds()
    {
        var dense = new LinearTimes().Of("", Nano, Extent.Square(64));
        Assert.InRange(
            Plan(
                new LinearTimes(),
                new SparsityTarget(TargetMetric.Latency, Maximum: 0.7 * dense)
            ).Latency!.AfterMilliseconds,
            0.68 * dense,
            0.7 * dense
        );
    }

    [Fact]
    public void Both_targets_hold_where_there_are_two()
    {
        var plan = PrunePlanner.Plan(
            Nano,
            [new(TargetMetric.Latency, Reduction: 0.1), new(TargetMetric.Flops, Reduction: 0.5)],
            Options(new LinearTimes())
        );
        Assert.InRange(plan.FlopsReduction, 0.5, 0.51);
        Assert.True(plan.Latency!.MeasuredRatio <= 0.91);
    }

    [Fact]
    public void What_no_width_can_give_is_refused() =>
        Assert.Equal(
            Codes.TargetOutOfReach,
            Assert
                .Throws<PruneException>(() =>
                    Plan(new LinearTimes(), new SparsityTarget(TargetMetric.Latency, Reduction: 0.999))
                )
                .Code
        );

    [Fact]
    public void What_measurements_never_reach_is_refused() =>
        Assert.Equal(
            Codes.TargetOutOfReach,
            Assert
                .Throws<PruneException>(() =>
                    Plan(new LinearTimes(saved: 0.05), new SparsityTarget(TargetMetric.Latency, Reduction: 0.3))
                )
                .Code
        );

    [Fact]
    public void The_nearest_that_was_measured_is_named_and_not_the_last()
    {
        var times = new LinearTimes(saved: 0.05, drift: 0.05);
        var refused = Assert.Throws<PruneException>(() =>
            Plan(times, new SparsityTarget(TargetMetric.Latency, Reduction: 0.3))
        );
        Assert.True(times.Compared[^1] > times.Compared.Min() + 0.01);
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"the nearest takes {times.Compared.Min():P1} of"),
            refused.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_latency_that_the_dense_network_has_already_cuts_nothing_and_measures_nothing()
    {
        var times = new LinearTimes();
        var plan = Plan(times, new SparsityTarget(TargetMetric.Latency, Maximum: 1e6));
        Assert.Equal(plan.Before, plan.After);
        Assert.Equal(0, times.Comparisons);
    }

    [Fact]
    public void A_plan_without_proof_is_not_measured_and_is_kept_as_json()
    {
        var times = new LinearTimes();
        var plan = PrunePlanner.Plan(
            Nano,
            [new(TargetMetric.Latency, Reduction: 0.3)],
            Options(times) with
            {
                ProvesLatency = false,
            }
        );
        Assert.Equal((0, null), (times.Comparisons, plan.Latency!.MeasuredRatio));
        Assert.Equal(plan.Latency, PrunePlan.FromJson(plan.ToJson()).Latency);
    }

    private static PrunePlan Plan(LinearTimes times, SparsityTarget target) =>
        PrunePlanner.Plan(Nano, [target], Options(times));

    private static PlanningOptions Options(LinearTimes times) =>
        new() { Image = Extent.Square(64), LayerTimes = times };
}
