using Pruning.Checkpoints;
using Pruning.Graphs;
using Pruning.Pruners;
using Pruning.Testing;

namespace Pruning.Pipeline.Runs;

/// <summary>What is cut, and when, under each measure and schedule.</summary>
[Collection(TorchCollection.Name)]
public sealed class CutRunTests : PipelineRunTest
{
    // Whatever measures: channels that went before sparse training are the ones that the cut takes, and no trained one
    // goes with them.
    [Theory]
    [InlineData("taylor", "early")]
    [InlineData("fpgm", "early")]
    [InlineData("lamp", "early")]
    [InlineData("fpgm", "gradual")]
    public void What_sparse_training_silenced_is_what_is_cut(string importance, string schedule)
    {
        var result = RunTo(
            StageKind.Prune,
            Clone.Request($"<Importance>{importance}</Importance><Schedule>{schedule}</Schedule>")
        );
        var (before, after) = (Scales("sparse-train"), Scales("prune"));
        Assert.Contains(0, before);
        Assert.Equal(before.Count(scale => scale != 0), after.Count(scale => scale != 0));

        List<float> Scales(string step)
        {
            var network = SafetensorsFile.Load(FileOf(result, step));
            return
            [
                .. network
                    .Graph.Nodes.OfType<BatchNormNode>()
                    .SelectMany(norm => network.Parameters[$"{norm.Name}.weight"].Values),
            ];
        }
    }

    [Theory]
    [InlineData("taylor")]
    [InlineData("activation")]
    public void A_measure_that_looks_at_images_gets_them(string importance)
    {
        var result = RunTo(
            StageKind.Prune,
            Clone.Request($"<Importance>{importance}</Importance><ImportanceBatches>2</ImportanceBatches>")
        );
        // What has been silenced goes: nobody looks at images again.
        var text = File.ReadAllText(FileOf(result, "prune", "plan.json"));
        Assert.Equal(File.ReadAllText(FileOf(result, "sparse-train", "plan.json")), text);
        var plan = PrunePlan.FromJson(text);
        Assert.Equal(importance, plan.Importance.ToString(), ignoreCase: true);
        Assert.InRange(plan.FlopsReduction, 0.3, 0.4);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void An_iterative_schedule_cuts_and_trains_in_turns()
    {
        // A latency that any machine keeps: what is measured decides nothing.
        var request = Clone.Request(
            "<Schedule>iterative</Schedule><PruneSteps>2</PruneSteps><FineTuneEpochs>3</FineTuneEpochs>",
            """<SparsityTarget Include="Latency" Maximum="10 s" />"""
        );
        var result = RunTo(StageKind.FineTune, request);

        Assert.Equal("import import-check train sparse-train prune-1 fine-tune-1 prune fine-tune", Ran(result));
        Assert.Equal(
            [2, 3],
            new[] { "fine-tune-1.csv", "fine-tune.csv" }.Select(log => File.ReadAllLines(Output(log)).Length)
        ); // with the line of names
        var plans = result
            .Steps.Where(step => step.Name.StartsWith("prune", StringComparison.Ordinal))
            .Select(step => PrunePlan.FromJson(File.ReadAllText(step.Entry!.PathOf("plan.json"))))
            .ToList();
        Assert.Equal(plans[0].After, plans[1].Before);
        Assert.InRange(1 - ((double)plans[0].After.Flops / plans[0].Before.Flops), 0.15, 0.25);
        Assert.InRange(1 - ((double)plans[1].After.Flops / plans[0].Before.Flops), 0.3, 0.4);
        Assert.NotNull(plans[1].Latency!.MeasuredRatio);

        Assert.Equal("", Ran(RunTo(StageKind.Prune, request)));
        Clone.Run();
        Assert.False(File.Exists(Output("fine-tune-1.csv")));
    }
}
