using System.Globalization;
using System.Text;
using System.Text.Json;
using Pruning.Storage;

namespace Pruning.Training;

/// <summary>
/// The history beside the checkpoint, for people (<c>training.csv</c>) and programs (<c>training.jsonl</c>), one line
/// an epoch.
/// </summary>
public static class TrainingLog
{
    public const string CsvName = "training.csv";
    public const string LinesName = "training.jsonl";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static void Write(string folder, IReadOnlyList<EpochRecord> history)
    {
        var csv = new StringBuilder(
            "epoch,box,objectness,class,rate,steps,gradientNorm,precision,recall,mAP50,mAP50-95,scaleLower,scaleMedian,scaleUpper,scaleNearZero,separation,penaltyWeight,distillBox,distillObjectness,distillClass,distillFeature\n"
        );
        var lines = new StringBuilder();
        foreach (var epoch in history)
        {
            csv.AppendJoin(',', Fields(epoch).Select(field => field?.ToString("G6", CultureInfo.InvariantCulture)))
                .Append('\n');
            lines.Append(JsonSerializer.Serialize(epoch, Json)).Append('\n');
        }

        AtomicFile.Write(Path.Combine(folder, CsvName), csv.ToString());
        AtomicFile.Write(Path.Combine(folder, LinesName), lines.ToString());
    }

    /// <summary>Reads the lines; those of another version, or damaged, end what is read.</summary>
    public static IReadOnlyList<EpochRecord> Parse(string lines)
    {
        var epochs = new List<EpochRecord>();
        try
        {
            foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                if (JsonSerializer.Deserialize<EpochRecord>(line, Json) is { } epoch)
                    epochs.Add(epoch);
            }
        }
        catch (JsonException)
        {
            // What comes before it stands.
            return epochs;
        }

        return epochs;
    }

    private static double?[] Fields(EpochRecord epoch) =>
        [
            epoch.Epoch,
            epoch.Losses.Box,
            epoch.Losses.Objectness,
            epoch.Losses.Class,
            epoch.Rate,
            epoch.Steps,
            epoch.GradientNorm,
            epoch.Precision,
            epoch.Recall,
            epoch.Map50,
            epoch.Map5095,
            epoch.Scales?.Lower,
            epoch.Scales?.Median,
            epoch.Scales?.Upper,
            epoch.Scales?.NearZero,
            epoch.Scales?.Separation,
            epoch.Scales?.Weight,
            epoch.Distillation?.Box,
            epoch.Distillation?.Objectness,
            epoch.Distillation?.Class,
            epoch.Distillation?.Feature,
        ];
}
