using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Evaluation.Gates;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Onnx.Latency;
using Pruning.Pipeline.Stages;
using Pruning.Pipeline.Store;
using Pruning.Reporting;

namespace Pruning.Pipeline;

/// <summary>The gate stage beside a locked baseline, and what accepting one records.</summary>
public sealed class LockedGateStageTests : GateStageRuns
{
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
        Assert.Matches(
            @"\| mAP50 \| 0.8512 \| 0.8000 \| 0.8412 \| 0\.\d{4} to 0\.\d{4} \| worse \|",
            File.ReadAllText(Output("report.md"))
        );
        Assert.Contains(
            "Failed: worse than the locked baseline in mAP50 (0.8000, locked at 0.8512). No model was published.",
            File.ReadAllText(Output("report.md")),
            StringComparison.Ordinal
        );

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
        Assert.Contains(
            "The model is not shown to be worse than the locked baseline in Detector.pruning.lock.json: mAP50 "
                + "(0.8396, locked at 0.8512), which may be chance.",
            File.ReadAllText(Output("report.md")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_lock_file_of_an_earlier_version_is_judged_by_the_slack_alone_and_that_is_said()
    {
        Run(Reports.SlimAccuracy, accept: true);
        var path = LockedBaselineFile.PathOf(Request.ProjectPath);
        LockedBaselineFile.Write(path, LockedBaselineFile.Read(path)! with { Pictures = null });
        File.Delete(LockedPicturesFile.PathOf(path));

        Assert.False(
            Run(Reports.SlimAccuracy with { Metrics = Reports.SlimAccuracy.Metrics with { Map50 = 0.8396 } }).Passed
        );
        Assert.Contains(
            "The locked baseline keeps no pictures",
            File.ReadAllText(Output("report.md")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Pictures_that_are_missing_or_not_the_splits_are_refused()
    {
        Run(Reports.SlimAccuracy, accept: true);
        var then = (Content, Pictures);
        Content = new Fingerprint(new string('d', 64));
        Assert.False(Run().Passed);
        Assert.Equal(Codes.BaselineNotComparable, _diagnostics.Items[^1].Code);
        Assert.Contains(
            "Failed: the locked baseline was measured on other images.",
            File.ReadAllText(Output("report.md")),
            StringComparison.Ordinal
        );

        (Content, Pictures) = (
            then.Content,
            [.. then.Pictures.Select(picture => picture with { Labels = [.. picture.Labels.Reverse()] })]
        );
        Assert.Contains(
            "its labels are not those",
            Assert.Throws<PruneException>(() => Run()).Message,
            StringComparison.Ordinal
        );
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
        File.WriteAllBytes(_folder.PathOf(Path.Combine("store", StepNames.Quantize, StageFiles.Onnx)), onnx);
        File.WriteAllBytes(_folder.PathOf(Path.Combine("store", StepNames.ExportBaseline, StageFiles.Onnx)), onnx);
        var options = new LockedBaselineOptions(
            LockedBaselineFile.PathOf(Request.ProjectPath),
            Accept: true,
            0.01,
            0.01
        )
        {
            Resamples = 100,
        };

        var accepted = new BaselineAcceptance(options, report, steps, Content)
        {
            Longer = new LatencyOptions(Rounds: 200),
        }.Record(_diagnostics, _notes.Add, CancellationToken.None);

        Assert.StartsWith(
            "measuring the latency longer, 60 s at most: the ratio's spread, 0.010 to 99.000, would let a model "
                + "pass that is ",
            _notes[0],
            StringComparison.Ordinal
        );
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

        var options = new LockedBaselineOptions(
            LockedBaselineFile.PathOf(Request.ProjectPath),
            Accept: true,
            0.01,
            0.01
        );
        var few = new BaselineAcceptance(options, Run(), Few(), Content).Record(
            _diagnostics,
            _notes.Add,
            CancellationToken.None
        );
        Assert.Equal(["AP50/RBC", "AP50/WBC", "mAP50", "mAP50-95"], few.Held.Select(one => one.Metric));
        Assert.All(few.Held, one => Assert.InRange(one.Drop, 0.06, 1));
        var warning = Assert.Single(_diagnostics.Items);
        Assert.Equal((Codes.BaselineNoisy, DiagnosticSeverity.Warning), (warning.Code, warning.Severity));
        Assert.Contains("mAP50, of which 87 images show no drop below 0.", warning.Message, StringComparison.Ordinal);

        IReadOnlyList<StepResult> Few()
        {
            Pictures = MadeUpPictures.Of(87, 0.5, seed: 1)[..4];
            var steps = Steps(Reports.SlimAccuracy);
            _folder.Write(
                Path.Combine("store", StepNames.EvaluateBaseline, PictureTally.FileName),
                PictureTally.Write(MadeUpPictures.Of(87, 0.1, seed: 3)[..4])
            );
            return steps;
        }
    }
}
