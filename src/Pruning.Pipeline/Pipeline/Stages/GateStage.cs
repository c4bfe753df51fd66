using System.Collections.Immutable;
using System.Security.Cryptography;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Evaluation.Gates;
using Pruning.Onnx;
using Pruning.Pipeline.Provenance;
using Pruning.Pipeline.Store;
using Pruning.Reporting;
using Pruning.Reporting.Provenance;
using Pruning.Storage;

namespace Pruning.Pipeline.Stages;

/// <summary>
/// Judges what was measured, writes the report, and publishes the model or withdraws it. Its result is not stored: it
/// takes milliseconds, and the output folder is where people and builds look.
/// </summary>
public sealed class GateStage(
    ProjectRequest request,
    ImmutableArray<Gate> gates,
    ImmutableArray<string> targets,
    ImmutableArray<SearchTrial>? trials = null,
    LockedBaselineOptions? lockedBaseline = null
)
{
    /// <summary>What the project's <c>auto</c>s came to.</summary>
    public ImmutableArray<AutomaticChoice> Choices { get; init; } = [];

    /// <summary>What is written beside the reports that are always written.</summary>
    public ImmutableArray<ReportFormat> Formats { get; init; } = [];

    /// <summary>Whether suppression goes into the file that ships.</summary>
    public bool IncludesSuppression { get; init; }

    /// <summary>What the run has reported until here.</summary>
    public IReadOnlyList<PruneDiagnostic> Earlier { get; init; } = [];

    /// <summary>
    /// The gate split's images and labels as one fingerprint, to which a locked baseline is compared; null where nobody
    /// knows.
    /// </summary>
    public Fingerprint? Content { get; init; }

    /// <summary>What says, in the model and beside it, where it came from; null where nobody knows.</summary>
    public ModelSidecars? Sidecars { get; init; }

    /// <summary>
    /// Judges, reports and publishes. Failing gates are reported to <paramref name="diagnostics"/> at their lines.
    /// </summary>
    /// <param name="steps">All steps up to the evaluation.</param>
    public RunReport Run(IReadOnlyList<StepResult> steps, IDiagnosticSink diagnostics)
    {
        var entries = steps.Where(step => step.Entry is not null).ToDictionary(step => step.Name, step => step.Entry!);
        var baseline = MeasuredModel.Read(
            entries,
            StepNames.ExportBaseline,
            StepNames.EvaluateBaseline,
            StepNames.TestBaseline
        );
        var model = MeasuredModel.Read(entries, StepNames.Quantize, StepNames.Evaluate, StepNames.Test);
        // What was measured, with what was found in its metadata.
        var onnx = ShippedModel.Make(
            File.ReadAllBytes(entries[StepNames.Quantize].PathOf(StageFiles.Onnx)),
            model.Accuracy.F1Confidence,
            IncludesSuppression,
            request.Name
        );
        if (Sidecars?.Origin is { } origin)
            onnx = OnnxBom.Append(onnx, ModelBom.Inside(request.Name, model, origin));
        model = model with { Summary = model.Summary.Published(onnx) };
        var latency = ReportJson.Read<LatencyReport>(entries[StepNames.Latency].PathOf(LatencyReport.FileName));
        var verdicts = GateJudge.Judge(
            gates,
            RunReport.BaselineMeasurements(baseline, latency) with
            {
                OperatingPoints = MeasuredModel.Points(gates, entries[StepNames.EvaluateBaseline], baseline),
            },
            RunReport.ModelMeasurements(model, latency) with
            {
                OperatingPoints = MeasuredModel.Points(gates, entries[StepNames.Evaluate], model),
                RuntimeParity = entries.TryGetValue(StepNames.Runtime, out var runtime)
                    ? ReportJson.Read<RuntimeReport>(runtime.PathOf(RuntimeReport.FileName)).Apart
                    : double.NaN,
            }
        );
        var (compared, refusal) = lockedBaseline is { Accept: false }
            ? Compare(lockedBaseline, model, latency, entries[StepNames.Evaluate])
            : default;
        IReadOnlyList<PruneDiagnostic> failures =
        [
            .. UnfailingGates.Find(verdicts),
            .. verdicts.Select(verdict => verdict.Failure).Append(refusal).OfType<PruneDiagnostic>(),
        ];
        var root = SourceRoot.Find(request.ProjectPath);
        var report = new RunReport(
            RunReport.CurrentVersion,
            request.Name,
            EngineIdentity.Version,
            !verdicts.Any(verdict => verdict.Blocks) && refusal is not { Severity: DiagnosticSeverity.Error },
            request
                .Settings.GroupBy(setting => setting.Name)
                .ToImmutableSortedDictionary(group => group.Key, group => group.Last().Value, StringComparer.Ordinal),
            targets,
            baseline,
            model,
            latency,
            [.. verdicts.Select(GateReport.Of)],
            [
                .. steps.Select(step => new StageReport(
                    step.Name,
                    Word(step.Outcome),
                    Math.Round(step.Elapsed.TotalSeconds, 3)
                )),
            ]
        )
        {
            Trials = trials,
            Choices = Choices,
            Locked = compared,
            Project = root.Relative(request.ProjectPath)!,
            Details = Formats.Any(format => format.ShowsDetails) ? DetailReader.Read(steps) : null,
            Diagnostics = [.. Earlier.Concat(failures).Select(one => DiagnosticReport.Of(one, root))],
        };
        new OutputFolder(request.OutputDirectory, request.Name) { Sidecars = Sidecars }.Publish(report, onnx, Formats);
        foreach (var failure in failures)
            diagnostics.Report(failure);
        return report;
    }

    private (LockedComparison? Compared, PruneDiagnostic? Refusal) Compare(
        LockedBaselineOptions options,
        ModelReport model,
        LatencyReport latency,
        StoreEntry evaluated
    )
    {
        if (LockedBaselineFile.Read(options.Path) is not { } locked)
            return default;
        if (
            LockedComparison.Incomparable(locked, model.Accuracy.Split, model.Accuracy.Images, options, Content?.Hex) is
            { } why
        )
            return (null, why);
        var compared = model.CompareWith(locked, latency, options, Paired(options, locked, model.Accuracy, evaluated));
        return (compared, compared.Failure(options));
    }

    private static PairedDrops? Paired(
        LockedBaselineOptions options,
        LockedBaseline locked,
        AccuracyReport accuracy,
        StoreEntry evaluated
    )
    {
        if (LockedPicturesFile.Read(options.Path, locked) is not { } then)
            return null;
        var now = PictureTally.Read(evaluated.PathOf(PictureTally.FileName));
        return PairedDrops.CanPair(then, now, accuracy.Classes.Length)
            ? PairedDrops.Estimate(
                then,
                now,
                [.. accuracy.Classes.Select(one => one.Name)],
                options.Confidence,
                options.Resamples
            )
            : throw LockedPicturesFile.OtherLabels(options.Path);
    }

    private static string Word(StageOutcome outcome) =>
        outcome switch
        {
            StageOutcome.Ran => "ran",
            StageOutcome.Cached => "cached",
            StageOutcome.Fetched => "fetched",
            StageOutcome.Skipped => "skipped",
            _ => "notNeeded",
        };
}
