using Pruning.Testing;

namespace Pruning.Pipeline.Runs;

/// <summary>A size that a drop of accuracy decides.</summary>
[Collection(TorchCollection.Name)]
public sealed class DropSearchRunTests : PipelineRunTest
{
    private const string Untrained = "<SparseEpochs>0</SparseEpochs><FineTuneEpochs>0</FineTuneEpochs>";

    [Fact]
    public void The_smallest_network_inside_a_drop_is_found_by_trials_and_found_again_in_the_store()
    {
        var notes = new List<string>();
        var listener = new Listener(step =>
            notes.AddRange(step is StepNote { Step: "search" } note ? [note.Message] : [])
        );
        var request = Request("1");
        var found = RunTo(StageKind.Gate, request, listener);

        var trials = found.Report!.Trials!.Value;
        Assert.Equal(notes, trials.Select(trial => trial.ToString()));
        Assert.InRange(trials.Length, 4, 5);
        Assert.Equal("Flops Reduction=45%", trials[0].Target);
        Assert.Equal(trials.Last(trial => trial.Inside).Target, Assert.Single(found.Report.Targets));
        Assert.Contains("## Trials", File.ReadAllText(Output("report.md")), StringComparison.Ordinal);
        Assert.Equal("", Ran(Clone.Run(request)));

        // What the images can show is known; how sure it has to be is a look at that.
        Assert.Equal("", Ran(Clone.Run(Request("1\" Confidence=\"0.95"))));

        // A bound that the first trial just meets: what is cut deeper is outside.
        var bound = Math.Max(0, trials[0].DropAtMost!.Value) + 1e-9;
        var again = Clone.Run(Request(FormattableString.Invariant($"{bound}"))).Report!;
        Assert.Equal(trials[0], again.Trials!.Value[0]);
        Assert.True(again.Baseline.Accuracy.Metrics.Map5095 - again.Model.Accuracy.Metrics.Map5095 <= bound);
    }

    private ProjectRequest Request(string value) =>
        Clone.Request(Untrained, target: $"""<SparsityTarget Include="MaximumDrop" Value="{value}" />""");
}
