using System.Globalization;
using Pruning.Training;

namespace Pruning.Pipeline.Stages;

/// <summary>A training's progress as lines.</summary>
internal sealed class TrainingReporter(Action<string, double?> report) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        var done = (value.Epoch - 1 + (double)value.Batch / value.Batches) / value.Epochs;
        var line = string.Create(CultureInfo.InvariantCulture, $"epoch {value.Epoch}/{value.Epochs}, batch {value.Batch}/{value.Batches}, loss {value.Losses.Sum:0.0000}, {value.ImagesPerSecond:0} images/s{Left(value.Remaining)}");
        if (value.Completed is { Map50: { } map50, Map5095: { } map5095 })
            line = string.Create(CultureInfo.InvariantCulture, $"epoch {value.Epoch}/{value.Epochs}, loss {value.Losses.Sum:0.0000}, mAP50 {map50:0.000}, mAP50-95 {map5095:0.000}{Left(value.Remaining)}");
        report(line, done);
    }

    private static string Left(TimeSpan? remaining) => remaining is { } left
        ? string.Create(CultureInfo.InvariantCulture, $", {(int)left.TotalMinutes}:{left.Seconds:00} left")
        : "";
}
