using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Pruners;

public class PrunePlannerTests
{
    private static readonly PlanningOptions Options = new() { Image = Extent.Square(64) };

    private static ImmutableArray<SparsityTarget> Half => [new(TargetMetric.Flops, Reduction: 0.5)];

    [Theory]
    [InlineData(TargetMetric.Flops)]
    [InlineData(TargetMetric.Parameters)]
    [InlineData(TargetMetric.Channels)]
    public void A_reduction_is_met_and_overshot_by_one_per_cent_at_most(TargetMetric metric)
    {
        var network = Wide();
        var plan = PrunePlanner.Plan(network, [new SparsityTarget(metric, Reduction: 0.4)], Options);
        var reduction = metric switch
        {
            TargetMetric.Flops => plan.FlopsReduction,
            TargetMetric.Parameters => plan.ParametersReduction,
            _ => 1
                - (
                    (double)plan.Layers.Sum(layer => layer.OutputsAfter) / plan.Layers.Sum(layer => layer.OutputsBefore)
                ),
        };
        Assert.InRange(reduction, 0.4, 0.41);
        Assert.Equal(plan.After, NetworkCost.Count(Surgery.Prune(network, plan), 64, 64));
    }

    [Fact]
    public void Fewer_pixels_count_towards_a_target_of_operations()
    {
        var network = Wide();
        var dense = NetworkCost.Count(network, 64, 64);
        var reduced = Options with { Image = Extent.Square(48), WholeImage = Extent.Square(64) };
        var sink = new DiagnosticList();

        // 48 / 64 squared is .5625: a tenth of that is left to cut.
        var plan = PrunePlanner.Plan(network, Half, reduced, sink);
        Assert.InRange((double)NetworkCost.Count(Surgery.Prune(network, plan), 48, 48).Flops / dense.Flops, 0.49, 0.5);
        Assert.False(plan.IsEmpty);

        Assert.True(PrunePlanner.Plan(network, [new(TargetMetric.Flops, Reduction: 0.4)], reduced, sink).IsEmpty);
        Assert.Empty(sink.Items);

        // Parameters are the same at any size.
        Assert.InRange(
            PrunePlanner.Plan(network, [new(TargetMetric.Parameters, Reduction: 0.4)], reduced).ParametersReduction,
            0.4,
            0.41
        );
    }

    [Fact]
    public void All_targets_hold_at_once()
    {
        var network = Wide();
        var dense = NetworkCost.Count(network, 64, 64);
        var plan = PrunePlanner.Plan(
            network,
            [new(TargetMetric.Flops, Reduction: 0.3), new(TargetMetric.Parameters, Maximum: dense.Parameters * 0.45)],
            Options
        );
        Assert.True(plan.FlopsReduction >= 0.3);
        Assert.InRange(plan.ParametersReduction, 0.55, 0.56);
    }

    [Fact]
    public void The_smallest_scales_go_first()
    {
        var network = Wide();
        var plan = PrunePlanner.Plan(
            network,
            Half,
            Options with
            {
                ChannelMultiple = 1,
                Normalization = ScoreNormalization.None,
            }
        );
        foreach (
            var (group, planned) in Coupling
                .Analyze(network)
                .Groups.Zip(plan.Groups)
                .Where(pair => pair.Second.Kept.Length < pair.Second.Count)
        )
        {
            var scores = new BatchNormScale().Score(group, network.Parameters)!;
            var kept = planned.Kept.Min(atom => scores[atom]);
            Assert.All(Enumerable.Range(0, group.Count).Except(planned.Kept), atom =>
                Assert.True(scores[atom] <= kept)
            );
        }
    }

    [Theory]
    [InlineData(null, 8)]
    [InlineData(8, 8)]
    [InlineData(16, 16)]
    public void Counts_are_multiples_and_no_layer_falls_below_one(int? multiple, int expected)
    {
        var plan = PrunePlanner.Plan(Wide(), Half, Options with { ChannelMultiple = multiple });
        Assert.All(plan.Groups.Where(group => group.Reason is null), group =>
        {
            Assert.True(
                group.Kept.Length == group.Count || group.Kept.Length % expected == 0,
                $"{group.Name} keeps {group.Kept.Length}"
            );
            Assert.True(group.Kept.Length >= expected);
        });
    }

    [Theory]
    [InlineData("bn-scale")]
    [InlineData("l1")]
    [InlineData("l2")]
    [InlineData("fpgm")]
    [InlineData("lamp")]
    [InlineData("random")]
    public void Every_measure_plans_the_same_twice(string importance)
    {
        var options = Options with { Importance = Importance.Named(importance) };
        var first = PrunePlanner.Plan(Wide(), Half, options).ToJson();
        Assert.Equal(first, PrunePlanner.Plan(Wide(), Half, options).ToJson());
        Assert.InRange(PrunePlan.FromJson(first).FlopsReduction, 0.5, 0.51);
        Assert.Equal(first, PrunePlan.FromJson(first).ToJson());
    }

    [Fact]
    public void Equal_scores_fall_back_on_the_order_of_channels()
    {
        var network = Wide();
        network = network with
        {
            Parameters = network.Parameters.With(
                network
                    .Parameters.Where(p => p.Name.EndsWith(".bn.weight", StringComparison.Ordinal))
                    .Select(p => Parameter.Filled(p.Name, 1, p.Shape.AsSpan()))
            ),
        };
        var plan = PrunePlanner.Plan(network, Half, Options);
        Assert.All(plan.Groups, group => Assert.Equal(Enumerable.Range(0, group.Kept.Length), group.Kept));
    }

    [Theory]
    [InlineData("taylor")]
    [InlineData("activation")]
    public void A_measure_that_looks_at_images_is_refused_without_them(string importance) =>
        Refused(Codes.ImportanceUnavailable, () =>
            PrunePlanner.Plan(Wide(), Half, Options with { Importance = Importance.Named(importance) })
        );

    [Fact]
    public void What_saves_more_pays_where_channels_are_worth_the_same()
    {
        var network = Wide();
        network = network with
        {
            Parameters = network.Parameters.With(
                network
                    .Parameters.Where(p => p.Name.EndsWith(".bn.weight", StringComparison.Ordinal))
                    .Select(p => Parameter.Filled(p.Name, 1, p.Shape.AsSpan()))
            ),
        };
        int Removed(double costWeight) =>
            PrunePlanner
                .Plan(network, Half, Options with { ChannelMultiple = 1, CostWeight = costWeight })
                .Groups.Sum(group => group.Count - group.Kept.Length);
        Assert.True(Removed(1) < Removed(0), $"{Removed(1)} channels against {Removed(0)}");
    }

    [Fact]
    public void Only_changes_of_the_loss_are_weighed_against_what_they_save()
    {
        Assert.Equal(
            [(Importance.Taylor, 0.5), (Importance.SecondOrder, 0.5)],
            Importance
                .All.Select(measure => (measure, (Options with { Importance = measure }).CostWeightOfMeasure))
                .Where(pair => pair.CostWeightOfMeasure > 0)
        );
        Assert.Equal(0.25, (Options with { Importance = Importance.Taylor, CostWeight = 0.25 }).CostWeightOfMeasure);
    }

    [Fact]
    public void Kept_layers_stay_and_ratios_hold()
    {
        var options = Options with
        {
            ChannelMultiple = 1,
            KeepLayers = [new KeepLayer(new LayerPattern("b0"))],
            LayerSparsities =
            [
                new LayerSparsity(new LayerPattern("b1.*"), 0.25),
                new LayerSparsity(new LayerPattern("b2"), 0),
            ],
        };
        var plan = PrunePlanner.Plan(Wide(), Half, options);
        var kept = plan.Groups.ToDictionary(group => group.Name, group => (group.Kept.Length, group.Count));
        Assert.Equal((32, 32), kept["b0.conv"]);
        Assert.Equal((36, 48), kept["b1.conv"]);
        Assert.Equal((64, 64), kept["b2.conv"]);
        Assert.Contains(
            "KeepLayer 'b0'",
            plan.Groups.Single(group => group.Name == "b0.conv").Reason!,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_target_out_of_reach_says_how_near_and_what_holds_it_back()
    {
        var error = Refused(Codes.TargetOutOfReach, () =>
            PrunePlanner.Plan(
                Wide(),
                [new(TargetMetric.Flops, Reduction: 0.9, Location: new SourceLocation("x.pruneproj", 7, 5))],
                Options with
                {
                    ChannelMultiple = 16,
                    KeepLayers = [new KeepLayer(new LayerPattern("b2"))],
                }
            )
        );
        Assert.Contains("'b2.conv' (KeepLayer 'b2' keeps it)", error.Message, StringComparison.Ordinal);
        Assert.Contains("a reduction of", error.Message, StringComparison.Ordinal);
        Assert.Equal(7, error.Diagnostic.Location!.Value.Line);
    }

    [Fact]
    public void The_floor_gives_way_only_as_far_as_a_target_needs()
    {
        Assert.Equal(0.3, PrunePlanner.Plan(Wide(), Half, Options).MinimumKept);
        Assert.InRange(
            PrunePlanner
                .Plan(Wide(), [new(TargetMetric.Flops, Reduction: 0.9)], Options with { ChannelMultiple = 1 })
                .MinimumKept,
            0,
            0.29
        );
        Refused(Codes.TargetOutOfReach, () =>
            PrunePlanner.Plan(Wide(), [new(TargetMetric.Flops, Reduction: 0.9)], Options with { MinimumKept = 0.5 })
        );
    }

    [Fact]
    public void Coarse_multiples_that_overshoot_are_told()
    {
        var told = new DiagnosticList();
        var options = Options with
        {
            ChannelMultiple = 32,
            KeepLayers = [.. Enumerable.Range(0, 6).Select(i => new KeepLayer(new LayerPattern($"b{i}")))],
        };
        var plan = PrunePlanner.Plan(Wide(), [new(TargetMetric.Flops, Reduction: 0.02)], options, told);
        Assert.True(plan.FlopsReduction > 0.03);
        Assert.Equal(Codes.TargetOvershot, Assert.Single(told.Items).Code);
    }

    [Fact]
    public void A_target_that_asks_for_nothing_is_told_and_cuts_nothing()
    {
        var told = new DiagnosticList();
        var plan = PrunePlanner.Plan(Wide(), [new(TargetMetric.Flops, Maximum: 1e15)], Options, told);
        Assert.Equal(plan.Before, plan.After);
        Assert.Equal(Codes.TargetAlreadyMet, Assert.Single(told.Items).Code);
    }

    [Fact]
    public void Targets_and_options_out_of_range_are_refused()
    {
        Refused(Codes.TargetUnsupported, () =>
            PrunePlanner.Plan(Wide(), [new(TargetMetric.Latency, Reduction: 0.5)], Options)
        );
        Refused(Codes.TargetUnsupported, () =>
            PrunePlanner.Plan(Wide(), [new(TargetMetric.FileSize, Reduction: 0.5)], Options)
        );
        foreach (
            var target in new SparsityTarget[]
            {
                new(TargetMetric.Flops),
                new(TargetMetric.Flops, 0.5, 5),
                new(TargetMetric.Flops, 1),
                new(TargetMetric.Flops, double.NaN),
                new(TargetMetric.Flops, null, 0),
            }
        )
            Refused(Codes.PlanningOptionInvalid, () => PrunePlanner.Plan(Wide(), [target], Options));
        Refused(Codes.PlanningOptionInvalid, () =>
            PrunePlanner.Plan(Wide(), Half, Options with { ChannelMultiple = 0 })
        );
        Refused(Codes.PlanningOptionInvalid, () => PrunePlanner.Plan(Wide(), Half, Options with { MinimumKept = 1.5 }));
        Refused(Codes.PlanningOptionInvalid, () =>
            PrunePlanner.Plan(Wide(), Half, Options with { LayerSparsities = [new(new LayerPattern("b1"), 1)] })
        );
        Refused(Codes.LayerPatternMatchesNothing, () =>
            PrunePlanner.Plan(Wide(), Half, Options with { KeepLayers = [new(new LayerPattern("modle.0"))] })
        );
    }

    [Fact]
    public void Weights_that_are_not_finite_are_refused_by_layer()
    {
        var network = Wide();
        network = network with
        {
            Parameters = network.Parameters.With([Parameter.Filled("b2.bn.weight", float.NaN, 64)]),
        };
        var error = Refused(Codes.ImportanceNotFinite, () => PrunePlanner.Plan(network, Half, Options));
        Assert.Contains("b2.conv", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fused_network_is_refused_by_bn_scale_and_planned_by_l2()
    {
        var build = new GraphBuilder(0);
        var network = build.Build(
            build.Conv("head", build.Act("act", build.Conv("a", build.Image(), 64, 3, bias: true)), 6, bias: true)
        );
        var error = Refused(Codes.NothingToPrune, () => PrunePlanner.Plan(network, Half, Options));
        Assert.Contains("no batch norms", error.Message, StringComparison.Ordinal);
        Assert.True(
            PrunePlanner.Plan(network, Half, Options with { Importance = Importance.L2 }).FlopsReduction >= 0.5
        );
    }

    [Fact]
    public void A_file_size_is_planned_by_the_exporters_figure()
    {
        var network = Wide();
        // A stand-in for the exporter: folded weights, biases, and a fixed overhead.
        static long SizeOf(Network of) =>
            5000
            + of.Graph.Nodes.OfType<ConvolutionNode>()
                .Sum(conv =>
                    4L
                    * (
                        of.Parameters[$"{conv.Name}.weight"].Values.Length
                        + of.Parameters[$"{conv.Name}.weight"].Shape[0]
                    )
                );
        var plan = PrunePlanner.Plan(
            network,
            [new(TargetMetric.FileSize, Reduction: 0.5)],
            Options with
            {
                ExportedSize = SizeOf,
            }
        );
        Assert.InRange(1 - ((double)SizeOf(Surgery.Prune(network, plan)) / SizeOf(network)), 0.5, 0.51);
    }

    private static PruneException Refused(DiagnosticCode code, Action act)
    {
        var error = Assert.Throws<PruneException>(act);
        Assert.Equal(code, error.Code);
        return error;
    }

    /// <summary>A chain with shortcuts and a concatenation, wide enough for multiples of 16.</summary>
    private static Network Wide()
    {
        var build = new GraphBuilder(7);
        var x = build.Block("b0", build.Image(), 32, 3, 2);
        x = build.Block("b1", x, 48, 3, 2);
        x = build.Block("b2", x, 64, 3);
        var y = build.Block("b3", x, 64, 1);
        y = build.Sum("add", y, build.Block("b5", build.Block("b4", y, 64, 1), 64, 3));
        x = build.Block("b6", build.Concat("cat", x, y), 96, 3, 2);
        x = build.Block("b7", x, 128, 1);
        return build.Build(build.Conv("head", x, 18, bias: true));
    }
}
