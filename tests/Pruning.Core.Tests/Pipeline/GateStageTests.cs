using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Evaluation.Gates;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Pipeline.Stages;
using Pruning.Pipeline.Store;
using Pruning.Reporting;

namespace Pruning.Pipeline;

public sealed class GateStageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DiagnosticList _diagnostics = new();
    private readonly List<string> _notes = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_model_that_passes_is_published_with_its_description_and_the_reports()
    {
        var report = Run(new Gate(GateMetric.TryParse("mAP50")!, Minimum: 0.85));

        Assert.True(report.Passed);
        Assert.Equal("onnx", File.ReadAllText(Output("Detector.onnx")));
        Assert.Contains("bb22", File.ReadAllText(Output("Detector.model.xml")), StringComparison.Ordinal);
        Assert.Equal(
            [Output("Detector.onnx"), Output("Detector.model.xml"), Output("report.json"), Output("report.md"), Output("outputs.txt")],
            File.ReadAllLines(Output("outputs.txt")));
        Assert.All(File.ReadAllLines(Output("outputs.txt")), path => Assert.True(File.Exists(path)));
        Assert.Empty(_diagnostics.Items);
    }

    [Fact]
    public void The_same_model_keeps_its_time_stamp_so_that_nothing_is_compiled_again()
    {
        Run();
        var written = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(Output("Detector.onnx"), written);

        Run(new Gate(GateMetric.TryParse("mAP50")!, Minimum: 0.85));
        Assert.Equal(written, File.GetLastWriteTimeUtc(Output("Detector.onnx")));

        File.WriteAllText(Output("Detector.onnx"), "damaged");
        Run();
        Assert.Equal("onnx", File.ReadAllText(Output("Detector.onnx")));
    }

    [Fact]
    public void A_model_that_fails_is_withdrawn_with_an_older_one_and_the_reports_say_why()
    {
        Run(new Gate(GateMetric.TryParse("mAP50")!, Minimum: 0.85));
        var report = Run(new Gate(GateMetric.TryParse("mAP50")!, Minimum: 0.9));

        Assert.False(report.Passed);
        Assert.False(File.Exists(Output("Detector.onnx")));
        Assert.False(File.Exists(Output("Detector.model.xml")));
        Assert.Equal([Output("report.json"), Output("report.md"), Output("outputs.txt")], File.ReadAllLines(Output("outputs.txt")));
        Assert.Contains("**failed**", File.ReadAllText(Output("report.md")), StringComparison.Ordinal);
        Assert.Equal(Codes.GateFailed, Assert.Single(_diagnostics.Items).Code);
    }

    [Fact]
    public void A_gate_that_only_warns_lets_the_model_pass()
    {
        Assert.True(Run(new Gate(GateMetric.TryParse("mAP50")!, Minimum: 0.9, Severity: DiagnosticSeverity.Warning)).Passed);
        Assert.True(File.Exists(Output("Detector.onnx")));
        Assert.Equal((Codes.GateWarning, DiagnosticSeverity.Warning), (_diagnostics.Items[0].Code, _diagnostics.Items[0].Severity));
    }

    [Fact]
    public void Without_images_no_accuracy_gate_passes()
    {
        var report = Run(Reports.SlimAccuracy with { Images = 0, Labels = 0, Metrics = new(null, null, null, null) }, new Gate(GateMetric.TryParse("mAP50")!, Minimum: 0));

        Assert.False(report.Passed);
        Assert.Equal(Codes.GateUnmeasured, Assert.Single(_diagnostics.Items).Code);
    }

    [Fact]
    public void The_report_lists_the_steps_and_leaves_no_half_written_file()
    {
        var report = Run();
        Assert.Contains(report.Stages, stage => stage is { Name: "export", Outcome: "ran" });
        Assert.Equal(5, Directory.GetFiles(_folder.PathOf("out")).Length);
    }

    [Fact]
    public void A_model_worse_than_the_locked_baseline_is_withdrawn_until_it_is_accepted()
    {
        var worse = Reports.SlimAccuracy with { Metrics = Reports.SlimAccuracy.Metrics with { Map50 = 0.80 } };
        var (then, now) = (Pictures, MadeUpPictures.Of(87, 0.4, seed: 2));
        Assert.True(Run(Reports.SlimAccuracy, accept: true).Passed);
        Assert.True(Run().Passed);

        Pictures = now;
        var report = Run(worse);
        Assert.False(report.Passed);
        Assert.False(File.Exists(Output("Detector.onnx")));
        Assert.Equal(Codes.BaselineWorse, Assert.Single(_diagnostics.Items).Code);
        Assert.Matches(@"\| mAP50 \| 0.8512 \| 0.8000 \| 0.8412 \| 0\.\d{4} to 0\.\d{4} \| worse \|", File.ReadAllText(Output("report.md")));
        Assert.Contains("Failed: worse than the locked baseline in mAP50 (0.8000, locked at 0.8512). No model was published.", File.ReadAllText(Output("report.md")), StringComparison.Ordinal);

        Assert.False(Run(worse, accept: true, new Gate(GateMetric.TryParse("mAP50")!, Minimum: 0.9)).Passed);
        Assert.False(Run(worse).Passed);
        Assert.True(Run(worse, accept: true).Passed);
        Assert.True(Run(worse).Passed);
        Pictures = then;
        Assert.True(Run().Locked!.IsBetter);
    }

    [Fact]
    public void A_drop_that_so_few_images_do_not_show_passes_and_the_report_says_so()
    {
        Run(Reports.SlimAccuracy, accept: true);
        Pictures = MadeUpPictures.Of(87, 0.21, seed: 2);
        var report = Run(Reports.SlimAccuracy with { Metrics = Reports.SlimAccuracy.Metrics with { Map50 = 0.8396 } });

        Assert.True(report.Passed);
        Assert.Equal(LockedVerdict.NotShown, report.Locked!.Rows.Single(row => row.Metric == "mAP50").Verdict);
        Assert.Contains("The model is not shown to be worse than the locked baseline in Detector.pruning.lock.json: mAP50 (0.8396, locked at 0.8512), which may be chance.", File.ReadAllText(Output("report.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_lock_file_of_an_earlier_version_is_judged_by_the_slack_alone_and_that_is_said()
    {
        Run(Reports.SlimAccuracy, accept: true);
        var path = LockedBaselineFile.PathOf(Request.ProjectPath);
        LockedBaselineFile.Write(path, LockedBaselineFile.Read(path)! with { Pictures = null });
        File.Delete(LockedPicturesFile.PathOf(path));

        Assert.False(Run(Reports.SlimAccuracy with { Metrics = Reports.SlimAccuracy.Metrics with { Map50 = 0.8396 } }).Passed);
        Assert.Contains("The locked baseline keeps no pictures", File.ReadAllText(Output("report.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_that_are_missing_or_not_the_splits_are_refused()
    {
        Run(Reports.SlimAccuracy, accept: true);
        var then = (Content, Pictures);
        Content = new Fingerprint(new string('d', 64));
        Assert.False(Run().Passed);
        Assert.Equal(Codes.BaselineNotComparable, _diagnostics.Items[^1].Code);
        Assert.Contains("Failed: the locked baseline was measured on other images.", File.ReadAllText(Output("report.md")), StringComparison.Ordinal);

        (Content, Pictures) = (then.Content, [.. then.Pictures.Select(picture => picture with { Labels = [.. picture.Labels.Reverse()] })]);
        Assert.Contains("its labels are not those", Assert.Throws<PruneException>(() => Run()).Message, StringComparison.Ordinal);
        File.Delete(LockedPicturesFile.PathOf(LockedBaselineFile.PathOf(Request.ProjectPath)));
        Assert.Equal(Codes.BaselinePicturesUnreadable, Assert.Throws<PruneException>(() => Run()).Code);
    }

    [Fact]
    public void Accepting_measures_a_wide_spread_of_the_latency_longer_and_locks_the_narrower_one()
    {
        var wide = Reports.Latency with { RatioLow = 0.01, RatioHigh = 99 };
        var report = Run() with { Latency = wide };
        var steps = Steps(Reports.SlimAccuracy);
        var onnx = OnnxExporter.Export(SmallNetworks.Detector(), new OnnxExportOptions(32));
        File.WriteAllBytes(_folder.PathOf(Path.Combine("store", StepNames.Export, StageFiles.Onnx)), onnx);
        File.WriteAllBytes(_folder.PathOf(Path.Combine("store", StepNames.ExportBaseline, StageFiles.Onnx)), onnx);
        var options = new LockedBaselineOptions(LockedBaselineFile.PathOf(Request.ProjectPath), Accept: true, 0.01, 0.01) { Resamples = 100 };

        var accepted = new BaselineAcceptance(options, report, steps, Content) { Longer = new LatencyOptions(Rounds: 200) }.Record(_diagnostics, _notes.Add, CancellationToken.None);

        Assert.StartsWith("measuring the latency longer, 60 s at most: the ratio's spread, 0.010 to 99.000, would let a model pass that is ", _notes[0], StringComparison.Ordinal);
        Assert.Matches(@"^latency ratio \d\.\d{3} \(.* to .*\) after \d+ rounds$", _notes[1]);
        Assert.InRange(accepted.Baseline.Latency!.High, 0.5, 20);
        Assert.Equal(accepted.Baseline.Latency, LockedBaselineFile.Read(options.Path)!.Latency);
    }

    [Fact]
    public void Accepting_says_what_a_few_images_hold_and_what_they_do_not()
    {
        Run(Reports.SlimAccuracy, accept: true);
        Assert.Empty(_diagnostics.Items);
        Assert.Equal(["recorded as the locked baseline, Detector.pruning.lock.json"], _notes);

        var options = new LockedBaselineOptions(LockedBaselineFile.PathOf(Request.ProjectPath), Accept: true, 0.01, 0.01);
        var few = new BaselineAcceptance(options, Run(), Few(), Content).Record(_diagnostics, _notes.Add, CancellationToken.None);
        Assert.Equal(["AP50/RBC", "AP50/WBC", "mAP50", "mAP50-95"], few.Held.Select(one => one.Metric));
        Assert.All(few.Held, one => Assert.InRange(one.Drop, 0.06, 1));
        var warning = Assert.Single(_diagnostics.Items);
        Assert.Equal((Codes.BaselineNoisy, DiagnosticSeverity.Warning), (warning.Code, warning.Severity));
        Assert.Contains("mAP50, of which 87 images show no drop below 0.", warning.Message, StringComparison.Ordinal);

        IReadOnlyList<StepResult> Few()
        {
            Pictures = MadeUpPictures.Of(87, 0.5, seed: 1)[..4];
            var steps = Steps(Reports.SlimAccuracy);
            _folder.Write(Path.Combine("store", StepNames.EvaluateBaseline, PictureTally.FileName), PictureTally.Write(MadeUpPictures.Of(87, 0.1, seed: 3)[..4]));
            return steps;
        }
    }

    [Fact]
    public void Reports_that_are_asked_for_are_written_and_go_when_they_are_not()
    {
        var asked = Stage([new Gate(GateMetric.TryParse("mAP50")!, Minimum: 0.9, Location: new SourceLocation(_folder.PathOf("Detector.pruneproj"), 9, 4))]);
        asked.Stage.Run(asked.Steps, _diagnostics);
        Assert.False(File.Exists(Output(SarifReport.FileName)));

        var formats = Stage([new Gate(GateMetric.TryParse("mAP50")!, Minimum: 0.9, Location: new SourceLocation(_folder.PathOf("Detector.pruneproj"), 9, 4))], ReportFormat.JUnit, ReportFormat.Sarif);
        formats.Stage.Run(formats.Steps, _diagnostics);
        Assert.Contains("\"startLine\": 9", File.ReadAllText(Output(SarifReport.FileName)), StringComparison.Ordinal);
        Assert.Contains("failures=\"1\"", File.ReadAllText(Output(JUnitReport.FileName)), StringComparison.Ordinal);
        Assert.Contains(Output(JUnitReport.FileName), File.ReadAllLines(Output("outputs.txt")));

        asked.Stage.Run(asked.Steps, _diagnostics);
        Assert.False(File.Exists(Output(SarifReport.FileName)));
        Assert.False(File.Exists(Output(JUnitReport.FileName)));
    }

    private RunReport Run(params Gate[] gates) => Run(Reports.SlimAccuracy, gates);

    private RunReport Run(AccuracyReport accuracy, params Gate[] gates) => Run(accuracy, accept: false, gates);

    private (GateStage Stage, IReadOnlyList<StepResult> Steps) Stage(ImmutableArray<Gate> gates, params ImmutableArray<ReportFormat> formats) =>
        (new GateStage(Request, gates, []) { Formats = formats }, Steps(Reports.SlimAccuracy));

    private RunReport Run(AccuracyReport accuracy, bool accept, params Gate[] gates)
    {
        var options = new LockedBaselineOptions(LockedBaselineFile.PathOf(Request.ProjectPath), accept, 0.01, 0.01) { Resamples = 100 };
        var steps = Steps(accuracy);
        var stage = new GateStage(Request, [.. gates], [], null, options) { Content = Content };
        var report = stage.Run(steps, _diagnostics);
        if (accept && report.Passed)
            new BaselineAcceptance(options, report, steps, Content).Record(_diagnostics, _notes.Add, CancellationToken.None);
        return report;
    }

    // So narrow that accepting need not measure it again.
    private static LatencyReport Latency { get; } = Reports.Latency with { RatioLow = 0.795, RatioHigh = 0.805 };

    private Fingerprint Content { get; set; } = new(new string('c', 64));

    // Of the model; the dense network's are always the same.
    private ImmutableArray<PictureTally> Pictures { get; set; } = MadeUpPictures.Of(87, 0.2, seed: 1);

    private ProjectRequest Request => new ProjectRequest(_folder.PathOf("Detector.pruneproj"), "Detector", _folder.PathOf("out"), null, [], []);

    private StepResult[] Steps(AccuracyReport accuracy) =>
    [
        Step(StepNames.ExportBaseline, StageKind.Export, (ModelSummary.FileName, ReportJson.Write(Reports.Dense))),
        Step(StepNames.Export, StageKind.Export, (ModelSummary.FileName, ReportJson.Write(Reports.Slim)), (StageFiles.Onnx, "onnx")),
        Step(StepNames.EvaluateBaseline, StageKind.Evaluate, (AccuracyReport.FileName, ReportJson.Write(Reports.DenseAccuracy)), (PictureTally.FileName, PictureTally.Write(MadeUpPictures.Of(87, 0.2, seed: 3)))),
        Step(StepNames.Evaluate, StageKind.Evaluate, (AccuracyReport.FileName, ReportJson.Write(accuracy)), (PictureTally.FileName, PictureTally.Write(Pictures))),
        Step(StepNames.Latency, StageKind.Evaluate, (LatencyReport.FileName, ReportJson.Write(Latency))),
    ];

    private StepResult Step(string name, StageKind kind, params (string Name, string Text)[] files)
    {
        foreach (var (file, text) in files)
            _folder.Write(Path.Combine("store", name, file), text);
        var manifest = new EntryManifest(EntryManifest.CurrentVersion, name, "", 1, [.. files.Select(file => new StoredFile(file.Name, 0, ""))], []);
        return new StepResult(name, kind, StageOutcome.Ran, TimeSpan.FromSeconds(1), new StoreEntry(_folder.PathOf(Path.Combine("store", name)), manifest));
    }

    private string Output(string name) => _folder.PathOf(Path.Combine("out", name));
}
