using System.Globalization;

namespace Pruning.Training;

/// <summary>A training's progress in a line, the same in every culture.</summary>
public static class TrainingText
{
    /// <summary>
    /// Where it stands: epoch, losses, speed, time left; and at the end of an epoch, where there is one, how far a
    /// penalty has come and the accuracy.
    /// </summary>
    public static string Of(TrainingProgress progress)
    {
        var place = progress.Completed is null
            ? $"epoch {progress.Epoch}/{progress.Epochs}, batch {progress.Batch}/{progress.Batches}"
            : $"epoch {progress.Epoch}/{progress.Epochs}";
        return $"{place}, box {Loss(progress.Losses.Box)}, obj {Loss(progress.Losses.Objectness)}, cls "
            + $"{Loss(progress.Losses.Class)}{Imitation(progress.Completed)}{Separation(progress.Completed)}{Accuracy(progress.Completed)}, "
            + $"{Speed(progress)} images/s{Left(progress)}";
    }

    public static string Loss(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>Images a second.</summary>
    public static string Speed(TrainingProgress progress) =>
        progress.ImagesPerSecond.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>Hours, minutes, seconds; empty where there is no estimate yet.</summary>
    public static string Remaining(TrainingProgress progress) =>
        progress.Remaining is { } left
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)left.TotalHours}:{left.Minutes:00}:{left.Seconds:00}")
            : "";

    private static string Left(TrainingProgress progress) =>
        Remaining(progress) is { Length: > 0 } left ? $", {left} left" : "";

    // With all that separates it from the teacher in one figure; the log has its parts.
    private static string Imitation(EpochRecord? record) =>
        record?.Distillation is { } distillation ? $", teacher {Loss(distillation.Sum)}" : "";

    // Of the channels that are to go from those that stay.
    private static string Separation(EpochRecord? record) =>
        record?.Scales is { } scales
            ? string.Create(CultureInfo.InvariantCulture, $", separation {scales.Separation:0.000}")
            : "";

    private static string Accuracy(EpochRecord? record) =>
        record is { Precision: { } precision, Recall: { } recall, Map50: { } map50, Map5095: { } map5095 }
            ? string.Create(
                CultureInfo.InvariantCulture,
                $", P {precision:0.000}, R {recall:0.000}, mAP50 {map50:0.000}, mAP50-95 {map5095:0.000}"
            )
            : "";
}
