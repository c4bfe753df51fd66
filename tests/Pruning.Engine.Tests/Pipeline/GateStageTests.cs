using System.Collections.Immutable;
using System.Security.Cryptography;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Evaluation.Gates;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Pipeline.Stages;
using Pruning.Pipeline.Store;
using Pruning.Reporting;

namespace Pruning.Pipeline;

public sealed class GateStageTests : GateStageRuns
{
    [Fact]
    public void A_model_that_passes_is_published_with_its_description_and_the_reports()
    {
        var report = Run(new Gate(GateMetric.TryParse("mAP50")!, Minimum: 0.85));

        Assert.True(report.Passed);
        Assert.Equal("onnx", File.ReadAllText(Output("Detector.onnx")));
        Assert.Contains(
            Convert.ToHexStringLower(SHA256.HashData("onnx"u8)),
            File.ReadAllText(Output("Detector.model.xml")),
            StringComparison.Ordinal
        );
        Assert.Equal(
            [
                Output("Detector.onnx"),
                Output("Detector.model.xml"),
                Output("report.json"),
                Output("report.md"),
                Output("outputs.txt"),
            ],
            File.ReadAllLines(Output("outputs.txt"))
        );
        Assert.All(File.ReadAllLines(Output("outputs.txt")), path => Assert.True(File.Exists(path)));
        Assert.Empty(_diagnostics.Items);
    }

    [Fact]
    public void What_counts_at_a_confidence_is_judged_by_the_pictures_of_what_ships()
    {
        var found = new OperatingPoints(["RBC", "WBC", "Platelets"], Pictures).At(0.3).Recall;
        Assert.InRange(found, 0.01, 0.99);
        var metric = GateMetric.TryParse("Recall")! with { Confidence = 0.3 };
        Assert.True(Run(new Gate(metric, Minimum: found - 0.001)).Passed);
        Assert.False(Run(new Gate(metric, Minimum: found + 0.001)).Passed);
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
        Assert.Equal(
            [Output("report.json"), Output("report.md"), Output("outputs.txt")],
            File.ReadAllLines(Output("outputs.txt"))
        );
        Assert.Contains("**failed**", File.ReadAllText(Output("report.md")), StringComparison.Ordinal);
        Assert.Equal(Codes.GateFailed, Assert.Single(_diagnostics.Items).Code);
    }

    [Fact]
    public void A_gate_that_only_warns_lets_the_model_pass()
    {
        Assert.True(
            Run(new Gate(GateMetric.TryParse("mAP50")!, Minimum: 0.9, Severity: DiagnosticSeverity.Warning)).Passed
        );
        Assert.True(File.Exists(Output("Detector.onnx")));
        Assert.Equal(
            (Codes.GateWarning, DiagnosticSeverity.Warning),
            (_diagnostics.Items[0].Code, _diagnostics.Items[0].Severity)
        );
    }

    [Fact]
    public void Without_images_no_accuracy_gate_passes()
    {
        var report = Run(
            Reports.SlimAccuracy with
            {
                Images = 0,
                Labels = 0,
                Metrics = new(null, null, null, null),
            },
            new Gate(GateMetric.TryParse("mAP50")!, Minimum: 0)
        );

        Assert.False(report.Passed);
        Assert.Equal(Codes.GateUnmeasured, Assert.Single(_diagnostics.Items).Code);
    }

    [Fact]
    public void The_report_lists_the_steps_and_leaves_no_half_written_file()
    {
        var report = Run();
        Assert.Contains(report.Stages, stage => stage is { Name: "quantize", Outcome: "ran" });
        Assert.Equal(5, Directory.GetFiles(_folder.PathOf("out")).Length);
    }

    [Fact]
    public void The_model_ships_with_the_confidence_at_which_precision_and_recall_were_read()
    {
        var steps = Steps(Reports.SlimAccuracy with { F1Confidence = 0.412 });
        var exported = OnnxExporter.Export(SmallNetworks.Detector(), new OnnxExportOptions(32));
        File.WriteAllBytes(
            steps.Single(step => step.Name == StepNames.Quantize).Entry!.PathOf(StageFiles.Onnx),
            exported
        );

        var report = new GateStage(Request, [], []).Run(steps, _diagnostics);

        var shipped = File.ReadAllBytes(Output("Detector.onnx"));
        Assert.Equal(OnnxContract.WithF1Confidence(exported, 0.412), shipped);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(shipped)), report.Model.Summary.Sha256);
        Assert.Contains(
            "Precision and recall of the pruned model at confidence 0.412",
            File.ReadAllText(Output("report.md")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Name=\"F1Confidence\" Value=\"0.412\"",
            File.ReadAllText(Output("Detector.model.xml")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Reports_that_are_asked_for_are_written_and_go_when_they_are_not()
    {
        var asked = Stage([
            new Gate(
                GateMetric.TryParse("mAP50")!,
                Minimum: 0.9,
                Location: new SourceLocation(_folder.PathOf("Detector.pruneproj"), 9, 4)
            ),
        ]);
        asked.Stage.Run(asked.Steps, _diagnostics);
        Assert.False(File.Exists(Output(SarifReport.FileName)));

        var formats = Stage(
            [
                new Gate(
                    GateMetric.TryParse("mAP50")!,
                    Minimum: 0.9,
                    Location: new SourceLocation(_folder.PathOf("Detector.pruneproj"), 9, 4)
                ),
            ],
            ReportFormat.JUnit,
            ReportFormat.Sarif
        );
        formats.Stage.Run(formats.Steps, _diagnostics);
        Assert.Contains("\"startLine\": 9", File.ReadAllText(Output(SarifReport.FileName)), StringComparison.Ordinal);
        Assert.Contains("failures=\"1\"", File.ReadAllText(Output(JUnitReport.FileName)), StringComparison.Ordinal);
        Assert.Contains(Output(JUnitReport.FileName), File.ReadAllLines(Output("outputs.txt")));

        asked.Stage.Run(asked.Steps, _diagnostics);
        Assert.False(File.Exists(Output(SarifReport.FileName)));
        Assert.False(File.Exists(Output(JUnitReport.FileName)));
    }
}
