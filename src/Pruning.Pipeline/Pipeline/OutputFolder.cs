using System.Collections.Immutable;
using System.IO.Enumeration;
using Pruning.Pipeline.Provenance;
using Pruning.Pipeline.Stages;
using Pruning.Reporting;
using Pruning.Storage;
using Pruning.Training;

namespace Pruning.Pipeline;

/// <summary>
/// What a run leaves for the build: reports always; the model and its description only when no gate blocks it, so that
/// a failed gate never leaves a model that could be embedded.
/// </summary>
public sealed class OutputFolder(string folder, string name)
{
    private static readonly ImmutableArray<string> LoggedSteps =
    [
        StepNames.Train,
        StepNames.SparseTrain,
        StepNames.FineTune,
        StepNames.QuantizeAware,
    ];

    // Of an iterative schedule's earlier rounds: fine-tune-1.csv …
    private static readonly string RoundLogs = $"{StepNames.FineTune}-*";

    public string ModelPath { get; } = Path.Combine(folder, $"{name}.onnx");

    /// <summary>What is written beside the model; null for nothing.</summary>
    public ModelSidecars? Sidecars { get; init; }

    public string DescriptionPath { get; } = Path.Combine(folder, $"{name}.model.xml");

    public string JsonPath { get; } = Path.Combine(folder, "report.json");

    public string MarkdownPath { get; } = Path.Combine(folder, "report.md");

    public string ListPath { get; } = Path.Combine(folder, "outputs.txt");

    /// <summary><see cref="InputList"/>.</summary>
    public string InputsPath { get; } = Path.Combine(folder, InputList.FileName);

    /// <summary>The names of stages, a line each.</summary>
    public string PendingPath { get; } = Path.Combine(folder, "pending.txt");

    /// <summary>
    /// Where the last <c>dotnet build</c> copied its reports to, a line each; not there where none did.
    /// </summary>
    public string CopiesPath { get; } = Path.Combine(folder, "copies.txt");

    /// <param name="onnx">The measured file, as it ships.</param>
    /// <param name="formats">What is written beside JSON and Markdown; another one of an earlier run goes.</param>
    public void Publish(RunReport report, byte[] onnx, params ImmutableArray<ReportFormat> formats)
    {
        Directory.CreateDirectory(folder);
        // First what must not stay, then what explains why: a crash between leaves no model of a failed run.
        if (!report.Passed)
            Withdraw();
        AtomicFile.Write(JsonPath, report.ToJson());
        AtomicFile.Write(MarkdownPath, MarkdownReport.Write(report));
        WriteMore(report, formats);
        if (report.Passed)
        {
            PublishModel(onnx, report.Model.Summary.Sha256);
            AtomicFile.Write(DescriptionPath, ModelDescription.Write(report));
            Sidecars?.Write(ModelPath, report);
        }

        WriteList([
            .. report.Passed ? [ModelPath, DescriptionPath, .. ModelSidecars.Of(ModelPath)] : Array.Empty<string>(),
            JsonPath,
            MarkdownPath,
            .. formats.Select(PathOf),
            ListPath,
        ]);
    }

    /// <summary>Where a report of a format lies.</summary>
    public string PathOf(ReportFormat format) => Path.Combine(folder, format.FileName);

    /// <summary>
    /// Of a run that ended before there was a report: those of an earlier one go, and the annotations say why.
    /// </summary>
    /// <param name="sarif">Null where nobody asked for annotations.</param>
    public void WriteFailure(string? sarif)
    {
        Directory.CreateDirectory(folder);
        foreach (var path in ReportFormat.All.Select(PathOf).Append(JsonPath).Append(MarkdownPath))
            File.Delete(path);
        if (sarif is not null)
            AtomicFile.Write(PathOf(ReportFormat.Sarif), sarif);
    }

    private void WriteMore(RunReport report, ImmutableArray<ReportFormat> formats)
    {
        foreach (var format in ReportFormat.All)
        {
            if (!formats.Contains(format))
                File.Delete(PathOf(format));
            else
                AtomicFile.Write(PathOf(format), format.Write(report));
        }
    }

    /// <summary>
    /// Leaves each training's log as <c>&lt;step&gt;.csv</c> and <c>.jsonl</c>; that of a stage that is skipped now
    /// goes.
    /// </summary>
    public void PublishLogs(IEnumerable<StepResult> steps)
    {
        Directory.CreateDirectory(folder);
        foreach (var earlier in Directory.GetFiles(folder, RoundLogs))
            File.Delete(earlier);
        foreach (
            var step in steps.Where(step =>
                LoggedSteps.Contains(step.Name)
                || FileSystemName.MatchesSimpleExpression(RoundLogs, step.Name, ignoreCase: false)
            )
        )
        {
            foreach (var (log, path) in LogsOf(step.Name))
            {
                // What a skipped stage hands on is the one before it's.
                if (
                    step.Outcome != StageOutcome.Skipped
                    && step.Entry?.PathOf(log) is { } stored
                    && File.Exists(stored)
                )
                    AtomicFile.Copy(stored, path);
                else
                    File.Delete(path);
            }
        }
    }

    public void WriteInputs(ImmutableArray<string> inputs) =>
        AtomicFile.Write(InputsPath, string.Join('\n', inputs) + "\n");

    /// <summary>The stages that still have work to do, so that a build asks the engine for no others.</summary>
    public void WritePending(ImmutableArray<string> stages) =>
        AtomicFile.Write(PendingPath, string.Concat(stages.Select(stage => stage + "\n")));

    // The same model keeps its time stamp: whatever embeds it need not be compiled again because a gate changed.
    private void PublishModel(byte[] onnx, string hash)
    {
        if (!File.Exists(ModelPath) || FileHashes.Compute(ModelPath) != hash)
            AtomicFile.Write(ModelPath, onnx);
    }

    private void Withdraw()
    {
        File.Delete(ModelPath);
        File.Delete(DescriptionPath);
        foreach (var path in ModelSidecars.Of(ModelPath))
            File.Delete(path);
    }

    private IEnumerable<(string Log, string Path)> LogsOf(string step) =>
        [
            (TrainingLog.CsvName, Path.Combine(folder, $"{step}.csv")),
            (TrainingLog.LinesName, Path.Combine(folder, $"{step}.jsonl")),
        ];

    private void WriteList(string[] paths)
    {
        var logs = LoggedSteps
            .SelectMany(LogsOf)
            .Select(log => log.Path)
            .Where(File.Exists)
            .Concat(Directory.GetFiles(folder, RoundLogs).Order(StringComparer.Ordinal));
        AtomicFile.Write(ListPath, string.Join('\n', paths.Concat(logs)) + "\n");
    }
}
