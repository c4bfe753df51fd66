using System.Globalization;
using System.Xml.Linq;
using Pruning.Diagnostics;
using Pruning.Pipeline.Runs;
using Pruning.Pipeline.Stages;
using Pruning.Reporting.Tuning;
using Pruning.Storage;
using Pruning.Testing;
using Pruning.Training;

namespace Pruning.Pipeline.Tuning;

/// <summary>Searches over a drawn project, with real trainings.</summary>
[Collection(TorchCollection.Name)]
public sealed class TuningRunTests : PipelineRunTest
{
    // Long enough, at a high rate, that something is found in the pictures.
    private const string Project =
        "<TrainEpochs>0</TrainEpochs><SparseEpochs>0</SparseEpochs><FineTuneEpochs>12</FineTuneEpochs>"
        + "<ImitationSteps>0</ImitationSteps><Distillation>none</Distillation>";

    private const string Space = "lr0: {min: 0.08, max: 0.2, scale: log}\nWarmupLimit: [0, 0.05]\n";

    private const int Epochs = 12;

    private readonly List<PipelineEvent> _events = [];

    [Fact]
    public void A_search_finds_writes_and_repeats_and_a_build_takes_the_winner_from_the_store()
    {
        var request = Request();
        var first = Run(request);

        // Four on a third of the epochs; the best of each round of three on all, and the project as it stands.
        var best = first.Runs.Take(3).MaxBy(run => run.Map5095)!.Trial;
        Assert.Equal($"1/1 2/1 3/1 1/2 {best}/2 4/1 4/2 ", Order(first));
        Assert.Equal([4, Epochs], first.Rungs.Select(rung => rung.Epochs));
        Assert.Equal("val", first.Split);
        Assert.All(first.Runs, run => Assert.NotNull(run.Map5095));
        var outcome = first.Outcome!;
        Assert.Equal(first.Runs.Where(run => run.Rung == 2).Max(run => run.Map5095), outcome.Map5095);
        Assert.Equal(first.Runs.Single(run => run is { Trial: 1, Rung: 2 }).Map5095, outcome.Defaults);
        Assert.Equal(2, outcome.Images);
        Assert.True(outcome.IsBetter && outcome.Map5095 > outcome.Defaults);
        Assert.InRange(outcome.Confidence!.Value, 0.5, 1);

        var again = Run(request);
        Assert.Equal(Figures(first), Figures(again));
        Assert.DoesNotContain(_events, happened => happened is EpochProgress or StepStarted);

        var written = ReportJson.Read<TuningReport>(Output("tuning.json"));
        Assert.Equal(Figures(first), Figures(written));
        Assert.Equal(outcome.Winner, written.Outcome!.Winner);
        var page = File.ReadAllText(Output("history.html"));
        Assert.Contains("<svg class=\"chart\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);

        // As a project would have it that imports them.
        var build = Clone.Run(Clone.Request(Project + Imported()));
        Assert.DoesNotContain("fine-tune", Ran(build), StringComparison.Ordinal);
        Assert.Equal(outcome.Map5095, build.Report!.Model.Accuracy.Metrics.Map5095);
        Assert.Contains(
            "fine-tune",
            Ran(Clone.Run(Clone.Request(Project + Imported("Hyperparameters")))),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_search_that_was_stopped_goes_on_and_comes_to_the_same()
    {
        var request = Request();
        var undisturbed = Run(request, trials: 3);
        var elsewhere = request with { CacheDirectory = Clone.PathOf("elsewhere") };
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() =>
            Run(
                elsewhere,
                happened =>
                {
                    // In the middle of the first training for the whole time.
                    if (happened is EpochProgress { Training: { Epochs: Epochs, Completed.Epoch: 1 } })
                        stop.Cancel();
                },
                trials: 3,
                cancellation: stop.Token
            )
        );
        var unfinished = ReportJson.Read<TuningReport>(Output("tuning.json"));
        Assert.Null(unfinished.Outcome);
        Assert.Equal(3, unfinished.Runs.Length);

        var resumed = Run(elsewhere, trials: 3);
        Assert.Equal(Figures(undisturbed), Figures(resumed));
        Assert.Equal(undisturbed.Outcome!.Map5095, resumed.Outcome!.Map5095);
        // Trials that had ended are not trained again, and the one that was stopped goes on.
        var whole = undisturbed.Runs.Count(run => run.Rung == 2);
        Assert.Equal(whole - 1, Ended(1));
        Assert.Equal(whole, Ended(Epochs));
    }

    [Fact]
    public void A_trial_that_cannot_be_trained_is_noted_and_does_not_end_the_search()
    {
        Clone.Write("space.yaml", "lr0: [0.01, 10]\nbox: [0.05, 1000]\nmomentum: [0.9, 1]\n");
        var report = Run(Request(), trials: 6);
        Assert.Contains(report.Runs, run => run.Map5095 is null);
        Assert.All(report.Runs.Where(run => run.Map5095 is null), run =>
            Assert.StartsWith("PRUNE30", run.Refusal, StringComparison.Ordinal)
        );
        Assert.Null(report.Outcome!.WinnerRefusal);
    }

    [Fact]
    public void Gates_of_a_build_decide_among_whole_trainings()
    {
        var report = Run(Clone.Request(Project, """<Gate Include="mAP50-95" Minimum="1" />"""), trials: 2);
        Assert.All(report.Runs.Where(run => run.Rung == 1), run => Assert.Null(run.Refusal));
        Assert.All(report.Runs.Where(run => run.Rung == 2), run =>
            Assert.StartsWith("fails a gate: mAP50-95 is ", run.Refusal, StringComparison.Ordinal)
        );
        Assert.StartsWith("fails a gate", report.Outcome!.WinnerRefusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_depends_on_the_test_images_also_where_gates_look_at_them()
    {
        var request = Clone.Request(Project + "<GateSplit>test</GateSplit>");
        var report = Run(request, trials: 2);
        Assert.Equal("val", report.Split);
        Assert.DoesNotContain(_events, happened => happened.Step is StepNames.Test or StepNames.TestBaseline);

        Clone.Draw("test", 0, grey: 200);
        Clone.Write("cells/labels/test/1.txt", "0 0.2 0.2 0.1 0.1\n");
        Assert.Equal(Figures(report), Figures(Run(request, trials: 2)));
        Assert.DoesNotContain(_events, happened => happened is EpochProgress);
    }

    [Fact]
    public void What_has_no_effect_or_no_sense_in_the_project_is_refused_at_its_line()
    {
        Clone.Write("space.yaml", "lr0: [0.01, 0.02]\nSparsityPenalty: [0.01, 0.02]\n");
        Assert.Equal((Codes.InvalidSearchSpace, 2), Refusal(Request()));
        Clone.Write("space.yaml", "DistillationFeatureWeight: [0.1, 0.2]\n");
        Assert.Equal((Codes.InvalidSearchSpace, 1), Refusal(Request()));
    }

    [Fact]
    public void Projects_whose_trials_cannot_be_compared_are_refused()
    {
        Assert.Equal(
            Codes.CannotTune,
            Refusal(Clone.Request(Project, target: """<SparsityTarget Include="MaximumDrop" Value="0.1" />""")).Code
        );
        Assert.Equal(
            Codes.CannotTune,
            Refusal(
                Clone.Request(
                    "<TrainEpochs>0</TrainEpochs><SparseEpochs>0</SparseEpochs><FineTuneEpochs>0</FineTuneEpochs>"
                )
            ).Code
        );
    }

    [Fact]
    public void The_built_in_space_has_what_the_project_uses_around_its_own_values()
    {
        var report = Run(
            Clone.Request(
                "<TrainEpochs>0</TrainEpochs><SparseEpochs>0</SparseEpochs><FineTuneEpochs>1</FineTuneEpochs>"
                    + "<Hyperparameters>rates.yaml</Hyperparameters>"
            ),
            space: null,
            trials: 2
        );
        var names = report.Space.Select(parameter => parameter.Name).ToList();
        Assert.Superset(
            new HashSet<string> { "lr0", "momentum", "weight_decay", "box", "mosaic", "DistillationOutputWeight" },
            names.ToHashSet()
        );
        // No sparse training, and no feature maps.
        Assert.DoesNotContain("SparsityPenalty", names);
        Assert.DoesNotContain("DistillationFeatureWeight", names);
        var rate = report.Space.Single(parameter => parameter.Name == "lr0");
        Assert.Equal(("0.02", 0.004, 0.1, "log"), (rate.Project, rate.Minimum!.Value, rate.Maximum!.Value, rate.Scale));
    }

    // How many trainings for the whole time have done an epoch.
    private int Ended(int epoch) =>
        _events
            .OfType<EpochProgress>()
            .Count(progress => progress.Training.Epochs == Epochs && progress.Training.Completed?.Epoch == epoch);

    private ProjectRequest Request() => Clone.Request(Project);

    private new string Output(string name) => Clone.PathOf(Path.Combine("Detector.tuning", name));

    private TuningReport Run(
        ProjectRequest request,
        Action<PipelineEvent>? listen = null,
        string? space = Space,
        int trials = 4,
        CancellationToken cancellation = default
    )
    {
        _events.Clear();
        var path = Clone.PathOf("space.yaml");
        if (space is not null && !File.Exists(path))
            Clone.Write("space.yaml", space);
        return new TuningRun(
            request,
            new DiagnosticList(),
            new Listener(happened =>
            {
                _events.Add(happened);
                listen?.Invoke(happened);
            })
        ).Run(
            new TuningOptions
            {
                Trials = trials,
                Rungs = space is null ? null : 2,
                Space = space is null ? null : path,
            },
            cancellation
        );
    }

    private (DiagnosticCode Code, int Line) Refusal(ProjectRequest request)
    {
        var refusal = Assert.Throws<PruneException>(() => Run(request));
        return (refusal.Code, refusal.Diagnostic.Location!.Value.Line);
    }

    // The properties as MSBuild would read them.
    private string Imported(string? but = null) =>
        string.Concat(
            XElement
                .Load(Output("tuned.props"))
                .Elements("PropertyGroup")
                .Elements()
                .Where(property => property.Name != but)
                .Select(property =>
                    $"<{property.Name}>{property.Value.Replace("$(MSBuildThisFileDirectory)", Clone.PathOf("Detector.tuning/"), StringComparison.Ordinal)}</{property.Name}>"
                )
        );

    private static string Order(TuningReport report) =>
        string.Concat(report.Runs.Select(run => $"{run.Trial}/{run.Rung} "));

    // Without times.
    private static List<string> Figures(TuningReport report) =>
        [
            .. report.Runs.Select(run =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{run.Trial}/{run.Rung} {run.Map5095:R} {run.Refusal} {run.Epochs} {string.Join(' ', run.Values)}"
                )
            ),
        ];
}
