using System.Collections.Immutable;
using System.Globalization;

namespace Pruning.Reporting.Details;

/// <summary>How accuracy went while a stage trained.</summary>
/// <param name="Stage">The step's name.</param>
/// <param name="Points">Epochs that were measured.</param>
public sealed record TrainingCurve(string Stage, ImmutableArray<EpochAccuracy> Points)
{
    private const int MaximumEpochs = 100_000;

    /// <summary>From a stage's <c>training.csv</c>; columns go by their names.</summary>
    public static TrainingCurve Read(string stage, string csvPath)
    {
        using var lines = File.ReadLines(csvPath).Take(MaximumEpochs + 1).GetEnumerator();
        if (!lines.MoveNext())
            return new TrainingCurve(stage, []);
        var names = lines.Current.Split(',');
        var (epoch, map50, map5095) = (
            Array.IndexOf(names, "epoch"),
            Array.IndexOf(names, "mAP50"),
            Array.IndexOf(names, "mAP50-95")
        );
        var points = ImmutableArray.CreateBuilder<EpochAccuracy>();
        while (lines.MoveNext())
        {
            var fields = lines.Current.Split(',');
            if (
                Number(fields, epoch) is { } number
                && (Number(fields, map50) is not null || Number(fields, map5095) is not null)
            )
                points.Add(new EpochAccuracy((int)number, Number(fields, map50), Number(fields, map5095)));
        }

        return new TrainingCurve(stage, points.ToImmutable());
    }

    private static double? Number(string[] fields, int column) =>
        column >= 0
        && column < fields.Length
        && double.TryParse(fields[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && double.IsFinite(value)
            ? value
            : null;
}
