using Pruning.Checkpoints;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Pipeline.Store;
using Pruning.Reporting;
using Pruning.Slimming;
using Pruning.Testing;

namespace Pruning.Pipeline;

/// <summary>The whole pipeline on a real model and a few real images: not for accuracy, for what runs when.</summary>
public sealed class PipelineRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DiagnosticList _diagnostics = new();

    public void Dispose() => _folder.Dispose();

    [RealDataFact]
    public void Does_what_changed_and_nothing_else()
    {
        SmallBloodCells.Write(_folder);
        var first = Run(fineTune: 1, "0");

        Assert.Equal("import check train resolution sparse-train prune fine-tune export-baseline export evaluate-baseline evaluate evaluate-baseline-test evaluate-test evaluate-pictures evaluate-latency", Ran(first));
        Assert.True(first.Passed);
        var report = first.Report!;
        Assert.InRange(report.Model.Summary.Flops, 0.48 * report.Baseline.Summary.Flops, 0.5 * report.Baseline.Summary.Flops);
        Assert.Equal((6, 4), (report.Model.Accuracy.Images, report.Model.Test!.Images));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Output("Cells.onnx")))), report.Model.Summary.Sha256);

        foreach (var stage in (string[])["train", "sparse-train", "fine-tune"])
        {
            Assert.Equal(2, File.ReadAllLines(Output($"{stage}.csv")).Length);
            Assert.Contains(Output($"{stage}.jsonl"), File.ReadAllLines(Output("outputs.txt")));
        }

        // What sparse training has trained is what is cut: nothing is fitted or learnt a second time.
        var trained = SafetensorsFile.Load(first.Steps.Single(step => step.Name == "sparse-train").Entry!.PathOf("model.safetensors"));
        var plan = PrunePlan.FromJson(File.ReadAllText(first.Steps.Single(step => step.Name == "prune").Entry!.PathOf("plan.json")));
        var pruned = SafetensorsFile.Load(first.Steps.Single(step => step.Name == "prune").Entry!.PathOf("model.safetensors"));
        Assert.All(Surgery.Cut(trained, plan).Parameters.Where(parameter => !parameter.Name.Contains("running", StringComparison.Ordinal)), parameter => Assert.Equal(parameter.Values, pruned.Parameters[parameter.Name].Values));

        var details = report.Details!;
        Assert.Equal(["train", "sparse-train", "fine-tune"], details.Trainings.Select(curve => curve.Stage));
        Assert.Equal((6, 3, 3), (details.Pictures.Length, details.Baseline.Length, details.Model.Length));
        Assert.Equal(details.Scales!.Before.Sum(), details.Scales.After.Sum());
        Assert.All(details.Pictures, picture => Assert.Equal([0xFF, 0xD8], picture.Jpeg.Take(2)));
        Assert.InRange(new FileInfo(Output("report.html")).Length, 50_000, 2_000_000);

        Assert.Contains("\"end\": \"epochs\"", File.ReadAllText(first.Steps.Single(step => step.Name == "train").Entry!.PathOf("training.json")), StringComparison.Ordinal);
        Assert.Equal("", Ran(Run(fineTune: 1, "0")));
        Touch();
        Assert.Equal("", Ran(Run(fineTune: 1, "0")));

        var failing = Run(fineTune: 1, "0.999");
        Assert.Equal("", Ran(failing));
        Assert.False(failing.Passed);
        Assert.False(File.Exists(Output("Cells.onnx")));
        Assert.Equal((Codes.GateFailed, 10), (_diagnostics.Items[^1].Code, _diagnostics.Items[^1].Location!.Value.Line));

        // Accepting takes what is there, makes nothing, and binds the next builds.
        const string Accept = "<TrainEpochs>1</TrainEpochs><FineTuneEpochs>1</FineTuneEpochs><PruningAcceptBaseline>true</PruningAcceptBaseline><PruningFailIfNotCached>true</PruningFailIfNotCached>";
        Assert.Equal("", Ran(new PipelineRun(Request(Accept, ""), _diagnostics).RunTo(StageKind.Gate)));
        Assert.True(Run(fineTune: 1, "0").Report!.Locked!.Passed);
        var lockFile = Directory.GetFiles(_folder.Root, "*.pruning.lock.json").Single();
        File.WriteAllText(lockFile, System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(lockFile), "(\"FileSize\": )[0-9]+", "${1}1000"));
        Assert.False(Run(fineTune: 1, "0").Passed);
        Assert.Equal(Codes.BaselineWorse, _diagnostics.Items[^1].Code);
        File.Delete(lockFile);

        // What a build asks first: which stages are worth starting the engine for.
        new PipelineRun(Request("<TrainEpochs>1</TrainEpochs><FineTuneEpochs>2</FineTuneEpochs>", ""), _diagnostics).RunTo(StageKind.Train);
        Assert.Equal(["fine-tune", "export", "evaluate"], File.ReadAllLines(Output("pending.txt")));
        Assert.Contains(TestData.PathOf("yolov5n.pt"), File.ReadAllLines(Output("inputs.txt")));

        Assert.Equal("fine-tune export evaluate evaluate-test evaluate-pictures evaluate-latency", Ran(Run(fineTune: 2, "0")));

        File.AppendAllText(SmallBloodCells.LabelOf(_folder, "test"), "\n");
        Assert.Equal("evaluate-baseline-test evaluate-test", Ran(Run(fineTune: 1, "0")));
    }

    [RealDataFact]
    public void Official_weights_are_taken_by_name_and_known_by_content()
    {
        SmallBloodCells.Write(_folder);
        Directory.CreateDirectory(_folder.PathOf("cache/weights/v7.0"));
        File.Copy(TestData.PathOf("yolov5n.pt"), _folder.PathOf("cache/weights/v7.0/yolov5n.pt"));
        var byPath = Request("<TrainEpochs>1</TrainEpochs>", "");
        var byName = ProjectRequest.Read(ProjectFiles.Write(_folder, File.ReadAllText(byPath.ProjectPath).Replace(TestData.PathOf("yolov5n.pt"), "yolov5n.pt", StringComparison.Ordinal))) with { Name = "Cells" };

        var notes = new List<string>();
        var listener = new Listener(step => notes.AddRange(step is StepNote { Step: "import" } note ? [note.Message] : []));
        Assert.Equal("import check", Ran(new PipelineRun(byPath, _diagnostics, listener).RunTo(StageKind.Import)));
        Assert.Equal(["transferred 285 of 291 tensors of yolov5n.pt, and the head's outputs for boxes and objectness; its class outputs start anew, for 3 classes instead of 80"], notes);
        Assert.Equal("", Ran(new PipelineRun(byName, _diagnostics).RunTo(StageKind.Import)));

        // What a yaml beside weights says is an input too.
        File.WriteAllText(_folder.PathOf("cache/weights/v7.0/yolov5n.yaml"), "activation: nn.SiLU()");
        Assert.Equal("import check", Ran(new PipelineRun(byName, _diagnostics).RunTo(StageKind.Import)));

        File.WriteAllText(_folder.PathOf("cache/weights/v7.0/yolov5n.pt"), "something else");
        Assert.Equal(Codes.OfficialWeightsDiffer, Refused(byName).Item1);
    }

    [RealDataFact]
    public void What_would_fail_hours_later_fails_before_training()
    {
        SmallBloodCells.Write(_folder);

        Assert.Equal((Codes.NoBaseline, 3), Refused(Request("<TrainEpochs>0</TrainEpochs>", "")));
        Assert.Equal((Codes.InvalidValue, 6), Refused(Request("<TrainEpochs>1</TrainEpochs><ImageSize>100</ImageSize>", "")));
        Assert.Equal((Codes.GateUnknownClass, 10), Refused(Request("<TrainEpochs>1</TrainEpochs>", """<Gate Include="AP/Rbc" Minimum="0" />""")));
        Assert.Equal((Codes.LayerPatternMatchesNothing, 10), Refused(Request("<TrainEpochs>1</TrainEpochs>", """<KeepLayer Include="modell.0" />""")));
        Assert.Equal(Codes.TargetOutOfReach, Refused(Request("<TrainEpochs>1</TrainEpochs>", """<SparsityTarget Include="Flops" Reduction="99.99%" />""")).Item1);
    }

    [RealDataFact]
    public void A_training_that_was_stopped_goes_on_and_ends_in_the_same_bits()
    {
        SmallBloodCells.Write(_folder);
        var request = Request("<TrainEpochs>3</TrainEpochs>", "");
        using var stop = new CancellationTokenSource();
        var stopAfterTheFirstEpoch = new Listener(step => _ = step is EpochProgress { Step: "train", Done: > 0.4 } ? Cancel(stop) : false);
        var interrupted = request with { CacheDirectory = _folder.PathOf("other") };

        var undisturbed = ModelHash(new PipelineRun(request, _diagnostics).RunTo(StageKind.Train));
        Assert.Throws<OperationCanceledException>(() => new PipelineRun(interrupted, _diagnostics, stopAfterTheFirstEpoch).RunTo(StageKind.Train, stop.Token));
        Assert.Single(Directory.GetDirectories(_folder.PathOf("other/work")));
        var epochs = new List<string>();
        var resumed = ModelHash(new PipelineRun(interrupted, _diagnostics, new Listener(step => epochs.Add((step as StepProgress)?.Message ?? ""))).RunTo(StageKind.Train));

        Assert.Equal(undisturbed, resumed);
        Assert.DoesNotContain(epochs, line => line.StartsWith("epoch 1/3", StringComparison.Ordinal));
        Assert.Empty(Directory.GetDirectories(_folder.PathOf("other/work")));
    }

    // Whatever measures: channels that went before sparse training are the ones that the cut takes, and no trained one goes with them.
    [RealDataTheory]
    [InlineData("taylor", "early")]
    [InlineData("fpgm", "early")]
    [InlineData("lamp", "early")]
    [InlineData("fpgm", "gradual")]
    public void What_sparse_training_silenced_is_what_is_cut(string importance, string schedule)
    {
        SmallBloodCells.Write(_folder);
        var result = new PipelineRun(Request($"<TrainEpochs>1</TrainEpochs><Importance>{importance}</Importance><Schedule>{schedule}</Schedule>", ""), _diagnostics).RunTo(StageKind.Prune);
        Network Of(string step) => Checkpoints.SafetensorsFile.Load(result.Steps.Single(each => each.Name == step).Entry!.PathOf("model.safetensors"));
        static IEnumerable<float> Scales(Network network) => network.Graph.Nodes.OfType<BatchNormNode>().SelectMany(norm => network.Parameters[$"{norm.Name}.weight"].Values);
        var (before, after) = (Scales(Of("sparse-train")).ToList(), Scales(Of("prune")).ToList());
        Assert.Contains(0, before);
        Assert.Equal(before.Count(scale => scale != 0), after.Count(scale => scale != 0));
    }

    [RealDataFact]
    public void An_onnx_file_as_base_model_is_trained_cut_by_weight_norms_and_exported()
    {
        SmallBloodCells.Write(_folder);
        var request = Request("<TrainEpochs>1</TrainEpochs><FineTuneEpochs>1</FineTuneEpochs><Importance>l2</Importance>", "", "reference/yolov5n_320.onnx");
        var result = new PipelineRun(request, _diagnostics).RunTo(StageKind.Gate);

        Assert.True(result.Passed);
        Assert.Equal((Codes.FoldedBaseModel, 3), (_diagnostics.Items[0].Code, _diagnostics.Items[0].Location!.Value.Line));
        string File(string step) => result.Steps.Single(each => each.Name == step).Entry!.PathOf("model.safetensors");
        Assert.Equal(System.IO.File.ReadAllBytes(File("train")), System.IO.File.ReadAllBytes(File("sparse-train")));
        Assert.InRange(result.Report!.Model.Summary.Flops, 0.45 * result.Report.Baseline.Summary.Flops, 0.5 * result.Report.Baseline.Summary.Flops);
        Assert.Equal("yolov5n_320.onnx", Pruning.Checkpoints.SafetensorsFile.Load(File("fine-tune")).Provenance["base.file"]);

        var refusal = Refused(Request("<TrainEpochs>1</TrainEpochs><Importance>bn-scale</Importance>", "", "reference/yolov5n_320.onnx"));
        Assert.Equal(Codes.NothingToPrune, refusal.Item1);
    }

    [RealDataFact]
    public void A_preview_trains_nothing_and_says_what_a_build_then_does()
    {
        SmallBloodCells.Write(_folder);
        var request = Request("<TrainEpochs>1</TrainEpochs><FineTuneEpochs>1</FineTuneEpochs>", "");

        var first = new PipelineRun(request, _diagnostics).Preview(_ => { });
        Assert.Empty(Directory.GetFiles(_folder.PathOf("cache"), "*.safetensors", SearchOption.AllDirectories));
        Assert.Equal(("import", false, null), (first.PlannedOn, first.IsNetworkToCut, first.Error));
        Assert.Equal("import import-check train resolution sparse-train prune fine-tune export-baseline export evaluate-baseline evaluate evaluate-baseline-test evaluate-test evaluate-pictures evaluate-latency", Outcomes(first, "willRun"));
        var target = Assert.Single(first.Targets);
        Assert.True(target.Met);
        Assert.InRange(target.Planned / target.Dense, 0.48, 0.5);

        new PipelineRun(request, _diagnostics).RunTo(StageKind.Train);
        var trained = new PipelineRun(request, _diagnostics).Preview(_ => { });
        // The schedule is early: that very network is cut before sparse training.
        Assert.Equal(("train", true), (trained.PlannedOn, trained.IsNetworkToCut));
        Assert.Equal("import import-check train", Outcomes(trained, "cached"));
        var looks = Directory.GetFiles(_folder.PathOf("cache/looks")).Select(path => (path, File.GetLastWriteTimeUtc(path))).Order().ToArray();
        var again = new PipelineRun(request, _diagnostics).Preview(_ => { });
        Assert.Equal((trained.After, trained.Accuracy), (again.After, again.Accuracy));
        Assert.Equal(looks, Directory.GetFiles(_folder.PathOf("cache/looks")).Select(path => (path, File.GetLastWriteTimeUtc(path))).Order());

        var report = new PipelineRun(request, _diagnostics).RunTo(StageKind.Gate).Report!;
        var done = new PipelineRun(request, _diagnostics).Preview(_ => { });
        Assert.Equal(("", true), (Outcomes(done, "willRun"), done.IsNetworkToCut));
        Assert.Equal((report.Model.Summary.Parameters, report.Model.Summary.Flops, report.Baseline.Summary.Parameters), (done.After!.Parameters, done.After.Flops, done.Before!.Parameters));
        Assert.Equal((trained.After!.Parameters, trained.After.Flops, null), (done.After.Parameters, done.After.Flops, done.Accuracy));
        // Digits in the metadata (the model's hash, its stage) make the rest.
        Assert.InRange(done.After.FileSize, report.Model.Summary.FileSize - 200, report.Model.Summary.FileSize + 200);
        Assert.Equal(report.Model.Summary.Layers.Select(layer => layer.Channels), done.Layers.Select(layer => layer.After.Outputs));
        Assert.Equal(done.After.Parameters, done.Layers.Sum(layer => layer.After.Parameters));
        Assert.Contains("detection head", done.Layers[^1].HeldBecause[0], StringComparison.Ordinal);
    }

    [RealDataFact]
    public void A_preview_says_what_would_stop_the_build()
    {
        SmallBloodCells.Write(_folder);
        var outOfReach = new PipelineRun(Request("<TrainEpochs>1</TrainEpochs>", """<SparsityTarget Include="Flops" Reduction="99.99%" />"""), _diagnostics).Preview(_ => { });
        Assert.Equal("PRUNE4001", outOfReach.Error!.Code);
        Assert.Equal(10, outOfReach.Failure!.Location!.Value.Line);
        Assert.NotEmpty(outOfReach.Steps);
        Assert.Null(outOfReach.After);
        Assert.Equal("PRUNE0109", new PipelineRun(Request("<TrainEpochs>0</TrainEpochs>", ""), _diagnostics).Preview(_ => { }).Error!.Code);
    }

    [RealDataTheory]
    [InlineData("layer", "<FineTuneEpochs>1</FineTuneEpochs><ImportanceBatches>1</ImportanceBatches>", "Flops", "6%")]
    [InlineData("weight", "<FineTuneEpochs>1</FineTuneEpochs>", "Parameters", "50%")]
    [InlineData("2:4", "<FineTuneEpochs>1</FineTuneEpochs>", null, null)]
    public void Another_granularity_is_previewed_built_and_reported(string granularity, string properties, string? metric, string? reduction)
    {
        SmallBloodCells.Write(_folder);
        var target = metric is null ? "" : $"""<SparsityTarget Include="{metric}" Reduction="{reduction}" />""";
        var project = Request($"<TrainEpochs>1</TrainEpochs><Granularity>{granularity}</Granularity>{properties}", "", target: target, sparse: "");

        var preview = new PipelineRun(project, _diagnostics).Preview(_ => { });
        Assert.Null(preview.Error);
        Assert.Equal("skipped", preview.Steps.Single(step => step.Name == "sparse-train").Outcome);
        Assert.All(preview.Targets, planned => Assert.True(planned.Met));
        Assert.DoesNotContain(preview.Layers, layer => layer.After.Outputs == 0 && !layer.HeldBecause.IsEmpty);

        var report = new PipelineRun(project, _diagnostics).RunTo(StageKind.Gate).Report!;
        var (before, after) = (report.Baseline.Summary, report.Model.Summary);
        if (granularity == "layer")
        {
            Assert.True(after.Flops <= 0.94 * before.Flops && after.Layers.Length < before.Layers.Length);
            Assert.False(after.IsSparse);
            return;
        }

        Assert.Equal((before.Parameters, before.Flops), (after.Parameters, after.Flops));
        // Half of everything trainable, or of all layers but the stem.
        Assert.InRange(after.Zeros / (double)after.Parameters, 0.49, 0.51);
        Assert.True(after.CompressedSize < 0.75 * before.CompressedSize, $"{after.CompressedSize} of {before.CompressedSize}");
        Assert.Contains("not the latency", MarkdownReport.Write(report).Replace("neither the file itself nor the latency", "not the latency", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [RealDataFact]
    public void A_cut_by_sensitivity_measures_once_for_all_targets_and_goes_on_where_it_was_stopped()
    {
        SmallBloodCells.Write(_folder);
        ProjectRequest Project(string reduction) => Request("<TrainEpochs>1</TrainEpochs><FineTuneEpochs>1</FineTuneEpochs><Schedule>sensitivity</Schedule>", "<KeepLayer Include=\"model.?\" /><KeepLayer Include=\"model.1?\" />", target: $"""<SparsityTarget Include="Flops" Reduction="{reduction}" />""", sparse: "");
        Assert.Contains("still to be measured", new PipelineRun(Project("5%"), _diagnostics).Preview(_ => { }).Remark, StringComparison.Ordinal);
        using var stop = new CancellationTokenSource();
        var points = 0;
        var stopAtTheThird = new Listener(step => _ = step is StepProgress { Step: "sensitivity" } && ++points == 3 ? Cancel(stop) : false);
        Assert.Throws<OperationCanceledException>(() => new PipelineRun(Project("5%"), _diagnostics, stopAtTheThird).RunTo(StageKind.Prune, stop.Token));

        points = 0;
        var counted = new Listener(step => points += step is StepProgress { Step: "sensitivity" } ? 1 : 0);
        var first = new PipelineRun(Project("5%"), _diagnostics, counted).RunTo(StageKind.Prune);
        Assert.Equal("sensitivity prune", Ran(first));
        var report = Slimming.Sensitivity.SensitivityReport.Load(first.Steps.Single(step => step.Name == "sensitivity").Entry!.PathOf("sensitivity.json"), "sensitivity")!;
        Assert.True(report.IsComplete);
        // The baseline and all points, but the two that the first run had finished.
        Assert.Equal(1 + report.Groups.Sum(group => group.Points.Length) - 2, points);

        Assert.DoesNotContain("still to be measured", new PipelineRun(Project("4%"), _diagnostics).Preview(_ => { }).Remark, StringComparison.Ordinal);
        Assert.Equal("check prune", Ran(new PipelineRun(Project("4%"), _diagnostics).RunTo(StageKind.Prune)));
    }

    private static string Outcomes(Previews.BuildPreview preview, string outcome) =>
        string.Join(' ', preview.Steps.Where(step => step.Outcome == outcome).Select(step => step.Name));

    [RealDataTheory]
    [InlineData("taylor")]
    [InlineData("activation")]
    public void A_measure_that_looks_at_images_gets_them(string importance)
    {
        SmallBloodCells.Write(_folder);
        var request = Request($"<TrainEpochs>1</TrainEpochs><Importance>{importance}</Importance><ImportanceBatches>2</ImportanceBatches>", "");
        var steps = new PipelineRun(request, _diagnostics).RunTo(StageKind.Prune).Steps;
        var prune = steps.Single(step => step.Name == "prune");
        // What has been silenced goes: nobody looks at images again.
        Assert.Equal(File.ReadAllText(steps.Single(step => step.Name == "sparse-train").Entry!.PathOf("plan.json")), File.ReadAllText(prune.Entry!.PathOf("plan.json")));
        var plan = Slimming.PrunePlan.FromJson(File.ReadAllText(prune.Entry!.PathOf("plan.json")));
        Assert.Equal(importance, plan.Importance.ToString(), ignoreCase: true);
        Assert.InRange(plan.FlopsReduction, 0.5, 0.52);
    }

    [RealDataFact]
    public void An_iterative_schedule_cuts_and_trains_in_turns()
    {
        SmallBloodCells.Write(_folder);
        var request = Request("<Schedule>iterative</Schedule><PruneSteps>2</PruneSteps><FineTuneEpochs>3</FineTuneEpochs><TrainEpochs>1</TrainEpochs>", """<SparsityTarget Include="Latency" Reduction="10%" />""");
        var result = new PipelineRun(request, _diagnostics).RunTo(StageKind.FineTune);

        Assert.Equal("import check train sparse-train prune-1 fine-tune-1 prune fine-tune", Ran(result));
        Assert.Equal([2, 3], new[] { "fine-tune-1.csv", "fine-tune.csv" }.Select(log => File.ReadAllLines(Output(log)).Length)); // with the line of names
        var plans = result.Steps.Where(step => step.Name.StartsWith("prune", StringComparison.Ordinal)).Select(step => Slimming.PrunePlan.FromJson(File.ReadAllText(step.Entry!.PathOf("plan.json")))).ToList();
        Assert.Equal(plans[0].After, plans[1].Before);
        Assert.InRange(1 - ((double)plans[0].After.Flops / plans[0].Before.Flops), 0.25, 0.27);
        Assert.InRange(1 - ((double)plans[1].After.Flops / plans[0].Before.Flops), 0.5, 0.52);
        Assert.NotNull(plans[1].Latency!.MeasuredRatio);

        Assert.Equal("", Ran(new PipelineRun(request, _diagnostics).RunTo(StageKind.Prune)));
        Run(fineTune: 1, "0");
        Assert.False(File.Exists(Output("fine-tune-1.csv")));
    }

    [RealDataFact]
    public void The_smallest_network_inside_a_drop_is_found_by_trials_and_found_again_in_the_store()
    {
        SmallBloodCells.Write(_folder);
        const string Untrained = "<SparseEpochs>0</SparseEpochs><FineTuneEpochs>0</FineTuneEpochs><TrainEpochs>1</TrainEpochs>";
        var notes = new List<string>();
        var listener = new Listener(step => notes.AddRange(step is StepNote { Step: "search" } note ? [note.Message] : []));
        var request = Request(Untrained, "", target: """<SparsityTarget Include="MaximumDrop" Value="1" />""");
        var found = new PipelineRun(request, _diagnostics, listener).RunTo(StageKind.Gate);

        var trials = found.Report!.Trials!.Value;
        Assert.Equal(notes, trials.Select(trial => trial.ToString()));
        Assert.InRange(trials.Length, 4, 5);
        Assert.Equal("Flops Reduction=45%", trials[0].Target);
        Assert.Equal(trials.Last(trial => trial.Inside).Target, Assert.Single(found.Report.Targets));
        Assert.Contains("## Trials", File.ReadAllText(Output("report.md")), StringComparison.Ordinal);
        Assert.Equal("", Ran(new PipelineRun(request, _diagnostics).RunTo(StageKind.Gate)));

        // What the images can show is known; how sure it has to be is a look at that.
        Assert.Equal("", Ran(new PipelineRun(Request(Untrained, "", target: """<SparsityTarget Include="MaximumDrop" Value="1" Confidence="0.95" />"""), _diagnostics).RunTo(StageKind.Gate)));

        // A bound that the first trial just meets: what is cut deeper is outside.
        var narrow = Request(Untrained, "", target: FormattableString.Invariant($"""<SparsityTarget Include="MaximumDrop" Value="{Math.Max(0, trials[0].DropAtMost!.Value) + 1e-9}" />"""));
        var again = new PipelineRun(narrow, _diagnostics).RunTo(StageKind.Gate).Report!;
        Assert.Equal(trials[0], again.Trials!.Value[0]);
        Assert.True(again.Baseline.Accuracy.Metrics.Map5095 - again.Model.Accuracy.Metrics.Map5095 <= Math.Max(0, trials[0].DropAtMost!.Value) + 1e-9);
    }

    // Such as in a cache that forgets what was not asked for in a long time.
    [RealDataFact]
    public void What_nothing_needs_any_more_is_not_made_again()
    {
        SmallBloodCells.Write(_folder);
        Run(fineTune: 1, "0");
        foreach (var stage in (string[])["train", "prune"])
            Forget(stage);
        foreach (var target in (StageKind[])[StageKind.Train, StageKind.Prune, StageKind.Gate])
            Assert.Equal("", Ran(new PipelineRun(Request("<TrainEpochs>1</TrainEpochs><FineTuneEpochs>1</FineTuneEpochs>", """<Gate Include="mAP50" Minimum="0" />"""), _diagnostics).RunTo(target)));

        // What comes after the cut again needs it.
        Forget("fine-tune");
        Forget("export");
        Assert.Equal("train", Ran(new PipelineRun(Request("<TrainEpochs>1</TrainEpochs><FineTuneEpochs>1</FineTuneEpochs>", """<Gate Include="mAP50" Minimum="0" />"""), _diagnostics).RunTo(StageKind.Train)));
    }

    private void Forget(string stage)
    {
        var cache = _folder.PathOf("cache");
        Directory.Delete(Path.Combine(cache, StoreContents.List(cache).Single(entry => entry.Stage == stage).Fingerprint), recursive: true);
    }

    private static bool Cancel(CancellationTokenSource stop)
    {
        stop.Cancel();
        return true;
    }

    private static string ModelHash(PipelineResult result) =>
        result.Steps.Single(step => step.Name == "train").Entry!.Manifest.Outputs.Single(file => file.Name == "model.safetensors").Sha256;

    private (DiagnosticCode, int) Refused(ProjectRequest request)
    {
        var refusal = Assert.Throws<PruneException>(() => new PipelineRun(request, _diagnostics).RunTo(StageKind.Train));
        return (refusal.Code, refusal.Diagnostic.Location?.Line ?? 0);
    }

    private PipelineResult Run(int fineTune, string minimum) =>
        new PipelineRun(Request($"<TrainEpochs>1</TrainEpochs><FineTuneEpochs>{fineTune}</FineTuneEpochs>", $"""<Gate Include="mAP50" Minimum="{minimum}" />"""), _diagnostics).RunTo(StageKind.Gate);

    private ProjectRequest Request(
        string properties, string items, string model = "yolov5n.pt", string target = """<SparsityTarget Include="Flops" Reduction="50%" />""", string sparse = "<SparseEpochs>1</SparseEpochs>")
    {
        var project = $"""
            <Project Sdk="Pruning.Tasks">
              <PropertyGroup>
                <BaseModel>{TestData.PathOf(model)}</BaseModel>
                <Dataset>data/cells.yaml</Dataset>
                <ImageSize>96</ImageSize><BatchSize>4</BatchSize><Device>cpu</Device><Precision>fp32</Precision>{sparse}{(properties.Contains("<Granularity>", StringComparison.Ordinal) ? "" : "<ImitationSteps>2</ImitationSteps>")}
                {properties}
              </PropertyGroup>
              <ItemGroup>
                {target}
                {items}
              </ItemGroup>
            </Project>
            """;
        return ProjectRequest.Read(ProjectFiles.Write(_folder, project)) with { Name = "Cells" };
    }

    private static string Ran(PipelineResult result) =>
        string.Join(' ', result.Steps.Where(step => step.Outcome == StageOutcome.Ran).Select(step => step.Name == "import-check" ? "check" : step.Name));

    private void Touch()
    {
        foreach (var file in Directory.GetFiles(_folder.PathOf("data"), "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(-5));
    }

    private string Output(string name) => _folder.PathOf(Path.Combine("obj/pruning", name));

    private sealed class Listener(Action<PipelineEvent> listen) : IProgress<PipelineEvent>
    {
        public void Report(PipelineEvent value) => listen(value);
    }
}
