using System.Globalization;
using Pruning.Training;
using Spectre.Console;

namespace Pruning.DotnetTool.Terminal;

/// <summary>A training on a terminal: a table of its latest epochs, the last row being the one that runs.</summary>
internal sealed class TrainingTable(LiveDisplayContext display) : IProgress<TrainingProgress>
{
    private const int RowsKept = 12;

    // A terminal need not be redrawn more often.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly List<TrainingProgress> _finished = [];
    private DateTime _next = DateTime.MinValue;

    /// <summary>Runs the work with a table that shows what it reports; the table stays when it ends.</summary>
    public static T Run<T>(IAnsiConsole live, Func<IProgress<TrainingProgress>, T> work) =>
        live.Live(Draw([])).Overflow(VerticalOverflow.Crop).Cropping(VerticalOverflowCropping.Top).Start(display => work(new TrainingTable(display)));

    public void Report(TrainingProgress value)
    {
        if (value.Completed is not null)
        {
            _finished.Add(value);
            Show(_finished);
        }
        else if (DateTime.UtcNow >= _next)
        {
            Show([.. _finished, value]);
        }
    }

    private void Show(IReadOnlyList<TrainingProgress> rows)
    {
        _next = DateTime.UtcNow + Interval;
        display.UpdateTarget(Draw(rows));
    }

    private static Table Draw(IReadOnlyList<TrainingProgress> rows)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var header in (string[])["epoch", "batch", "box", "obj", "cls", "P", "R", "mAP50", "mAP50-95", "images/s", "left"])
            table.AddColumn(new TableColumn(header).RightAligned().NoWrap());
        foreach (var row in rows.Skip(rows.Count - RowsKept))
            table.AddRow(Cells(row));
        return table;
    }

    private static string[] Cells(TrainingProgress row) =>
    [
        $"{row.Epoch}/{row.Epochs}",
        $"{row.Batch}/{row.Batches}",
        TrainingText.Loss(row.Losses.Box),
        TrainingText.Loss(row.Losses.Objectness),
        TrainingText.Loss(row.Losses.Class),
        Metric(row.Completed?.Precision),
        Metric(row.Completed?.Recall),
        Metric(row.Completed?.Map50),
        Metric(row.Completed?.Map5095),
        TrainingText.Speed(row),
        TrainingText.Remaining(row),
    ];

    private static string Metric(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";
}
