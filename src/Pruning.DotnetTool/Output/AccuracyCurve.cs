using System.Globalization;

namespace Pruning.DotnetTool.Output;

/// <summary>Accuracy over epochs as columns of text, one training beside the other.</summary>
internal static class AccuracyCurve
{
    private const int Height = 8;

    // What stands at the left: a number and the axis.
    private const int Margin = 7;

    // Columns of an epoch, where there are few.
    private const int Widest = 5;

    private const string Eighths = " ▁▂▃▄▅▆▇█";

    /// <param name="trainings">Names, and a value an epoch: a fraction, or null where none was measured.</param>
    /// <param name="width">The room, in characters.</param>
    /// <param name="unicode">Whether a terminal can show eighths of blocks.</param>
    /// <returns>Lines; none where there is nothing to draw.</returns>
    public static IEnumerable<string> Lines(
        IReadOnlyList<(string Name, double?[] Values)> trainings,
        int width,
        bool unicode
    )
    {
        var drawn = trainings.Where(training => training.Values.Any(value => value is not null)).ToList();
        if (drawn.Count == 0 || width < Margin + (2 * drawn.Count))
            yield break;
        var room = Math.Min(
            (double)(width - Margin - drawn.Count) / drawn.Sum(training => training.Values.Length),
            Widest
        );
        var columns = drawn
            .Select(training => Fit(training.Values, Math.Max(1, (int)(room * training.Values.Length))))
            .ToList();
        var highest = Math.Max(columns.SelectMany(column => column).Max() ?? 0, 0.001);
        for (var row = Height - 1; row >= 0; row--)
        {
            var label =
                row == Height - 1 ? highest.ToString("0.000", CultureInfo.InvariantCulture)
                : row == 0 ? "0.000"
                : "";
            yield return $"{label, Margin - 2} │{string.Join(' ', columns.Select(column => string.Concat(column.Select(value => Cell(value / highest * Height, row, unicode)))))}".TrimEnd();
        }

        yield return new string(' ', Margin)
            + string.Join(' ', drawn.Zip(columns, (training, column) => Name(training.Name, column.Length))).TrimEnd();
    }

    // Of epochs that share a column the last one counts.
    private static double?[] Fit(double?[] values, int room) =>
        [
            .. Enumerable
                .Range(0, room)
                .Select(column => values[(int)Math.Ceiling((column + 1) * (double)values.Length / room) - 1]),
        ];

    private static char Cell(double? height, int row, bool unicode)
    {
        var filled = Math.Clamp((height ?? 0) - row, 0, 1);
        return unicode ? Eighths[(int)Math.Round(filled * 8)]
            : filled >= 0.5 ? '#'
            : ' ';
    }

    private static string Name(string name, int room) => name.Length <= room ? name.PadRight(room) : name[..room];
}
