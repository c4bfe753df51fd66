using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Pipeline.Store;
using Pruning.Reporting.Details;
using Pruning.Storage;
using Pruning.Training;

namespace Pruning.Pipeline.Stages;

/// <summary>Gathers from the steps' results what the page shows beyond the numbers.</summary>
internal static class DetailReader
{
    public static RunDetails Read(IReadOnlyList<StepResult> steps)
    {
        var entries = steps.Where(step => step.Entry is not null).ToDictionary(step => step.Name, step => step.Entry!);
        return new RunDetails(
            [
                .. steps
                    .Where(Trained)
                    .Select(step => TrainingCurve.Read(step.Name, step.Entry!.PathOf(TrainingLog.CsvName))),
            ],
            Scales(steps, entries),
            List<PrecisionCurve>(entries, StepNames.EvaluateBaseline, PrecisionCurve.FileName),
            List<PrecisionCurve>(entries, StepNames.Evaluate, PrecisionCurve.FileName),
            List<SamplePicture>(entries, StepNames.Pictures, SamplePicture.FileName)
        );
    }

    // What a skipped stage hands on is the one before it's.
    private static bool Trained(StepResult step) =>
        step.Outcome is StageOutcome.Ran or StageOutcome.Cached or StageOutcome.Fetched
        && step.Entry is { } entry
        && File.Exists(entry.PathOf(TrainingLog.CsvName));

    private static ScaleHistogram? Scales(IReadOnlyList<StepResult> steps, Dictionary<string, StoreEntry> entries) =>
        steps.Any(step => step.Name == StepNames.SparseTrain && Trained(step))
        && entries.TryGetValue(StepNames.Train, out var before)
            ? ScaleHistogram.Count(
                SafetensorsFile.Load(before.PathOf(StageFiles.Network)),
                SafetensorsFile.Load(entries[StepNames.SparseTrain].PathOf(StageFiles.Network))
            )
            : null;

    private static ImmutableArray<T> List<T>(Dictionary<string, StoreEntry> entries, string step, string file) =>
        entries.TryGetValue(step, out var entry) && File.Exists(entry.PathOf(file))
            ? ReportJson.Read<ImmutableArray<T>>(entry.PathOf(file))
            : [];
}
