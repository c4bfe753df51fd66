using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Evaluation.Gates;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Pipeline.Stages;
using Pruning.Pipeline.Store;
using Pruning.Reporting;
using Pruning.Storage;

namespace Pruning.Pipeline;

/// <summary>Runs of the gate stage on made-up measurements.</summary>
public abstract class GateStageRuns : IDisposable
{
    private protected readonly TemporaryFolder _folder = new();
    private protected readonly DiagnosticList _diagnostics = new();
    private protected readonly List<string> _notes = [];

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected RunReport Run(params Gate[] gates) => Run(Reports.SlimAccuracy, gates);

    private protected RunReport Run(AccuracyReport accuracy, params Gate[] gates) =>
        Run(accuracy, accept: false, gates);

    private protected (GateStage Stage, IReadOnlyList<StepResult> Steps) Stage(
        ImmutableArray<Gate> gates,
        params ImmutableArray<ReportFormat> formats
    ) => (new GateStage(Request, gates, []) { Formats = formats }, Steps(Reports.SlimAccuracy));

    private protected RunReport Run(AccuracyReport accuracy, bool accept, params Gate[] gates)
    {
        var options = new LockedBaselineOptions(LockedBaselineFile.PathOf(Request.ProjectPath), accept, 0.01, 0.01)
        {
            Resamples = 100,
        };
        var steps = Steps(accuracy);
        var stage = new GateStage(Request, [.. gates], [], null, options) { Content = Content };
        var report = stage.Run(steps, _diagnostics);
        if (accept && report.Passed)
            new BaselineAcceptance(options, report, steps, Content).Record(
                _diagnostics,
                _notes.Add,
                CancellationToken.None
            );
        return report;
    }

    // So narrow that accepting need not measure it again.
    private protected static LatencyReport Latency { get; } =
        Reports.Latency with
        {
            RatioLow = 0.795,
            RatioHigh = 0.805,
        };

    private protected Fingerprint Content { get; set; } = new(new string('c', 64));

    // Of the model; the dense network's are always the same.
    private protected ImmutableArray<PictureTally> Pictures { get; set; } = MadeUpPictures.Of(87, 0.2, seed: 1);

    private protected ProjectRequest Request =>
        new ProjectRequest(_folder.PathOf("Detector.pruneproj"), "Detector", _folder.PathOf("out"), null, [], []);

    private protected StepResult[] Steps(AccuracyReport accuracy) =>
        [
            Step(StepNames.ExportBaseline, StageKind.Export, (ModelSummary.FileName, ReportJson.Write(Reports.Dense))),
            Step(
                StepNames.Quantize,
                StageKind.Quantize,
                (ModelSummary.FileName, ReportJson.Write(Reports.Slim)),
                (StageFiles.Onnx, "onnx")
            ),
            Step(
                StepNames.EvaluateBaseline,
                StageKind.Evaluate,
                (AccuracyReport.FileName, ReportJson.Write(Reports.DenseAccuracy)),
                (PictureTally.FileName, PictureTally.Write(MadeUpPictures.Of(87, 0.2, seed: 3)))
            ),
            Step(
                StepNames.Evaluate,
                StageKind.Evaluate,
                (AccuracyReport.FileName, ReportJson.Write(accuracy)),
                (PictureTally.FileName, PictureTally.Write(Pictures))
            ),
            Step(StepNames.Latency, StageKind.Evaluate, (LatencyReport.FileName, ReportJson.Write(Latency))),
        ];

    private protected StepResult Step(string name, StageKind kind, params (string Name, string Text)[] files)
    {
        foreach (var (file, text) in files)
            _folder.Write(Path.Combine("store", name, file), text);
        var manifest = new EntryManifest(
            EntryManifest.CurrentVersion,
            name,
            "",
            1,
            [.. files.Select(file => new StoredFile(file.Name, 0, ""))],
            []
        );
        return new StepResult(
            name,
            kind,
            StageOutcome.Ran,
            TimeSpan.FromSeconds(1),
            new StoreEntry(_folder.PathOf(Path.Combine("store", name)), manifest)
        );
    }

    private protected string Output(string name) => _folder.PathOf(Path.Combine("out", name));
}
