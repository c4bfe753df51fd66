using System.Collections.Immutable;
using Pruning.Evaluation;
using Pruning.Evaluation.Gates;
using Pruning.Pipeline.Store;
using Pruning.Reporting;
using Pruning.Storage;

namespace Pruning.Pipeline.Stages;

/// <summary>What the steps of a run have measured of a model.</summary>
internal static class MeasuredModel
{
    /// <param name="entries">By the steps' names.</param>
    /// <param name="export">The step that wrote the file.</param>
    /// <param name="evaluate">The one that measured it.</param>
    /// <param name="test">The one that measured it on the test images, which may be missing; null for none.</param>
    public static ModelReport Read(
        IReadOnlyDictionary<string, StoreEntry> entries,
        string export,
        string evaluate,
        string? test
    ) =>
        new(
            ReportJson.Read<ModelSummary>(entries[export].PathOf(ModelSummary.FileName)),
            ReportJson.Read<AccuracyReport>(entries[evaluate].PathOf(AccuracyReport.FileName)),
            test is not null && entries.TryGetValue(test, out var entry)
                ? ReportJson.Read<AccuracyReport>(entry.PathOf(AccuracyReport.FileName))
                : null
        );

    /// <summary>For gates at a confidence. Pictures are many: they are read where a gate asks for them.</summary>
    public static OperatingPoints? Points(ImmutableArray<Gate> gates, StoreEntry evaluated, ModelReport model) =>
        gates.Any(gate => gate.Metric.Confidence is not null)
            ? new OperatingPoints(
                [.. model.Accuracy.Classes.Select(one => one.Name)],
                PictureTally.Read(evaluated.PathOf(PictureTally.FileName))
            )
            : null;
}
