using System.Collections.Immutable;
using System.Globalization;
using Pruning.Training;
using Spectre.Console;

namespace Pruning.DotnetTool.Terminal;

/// <summary>A training on a terminal: a table of its latest epochs, the last row being the one that runs.</summary>
internal sealed class TrainingTable(LiveDisplayContext display, Profile terminal) : IProgress<TrainingProgress>
{
    private const int RowsKept = 12;

    // Of the table, above and below its rows, and one for the cursor.
    private const int OtherLines = 5;

    private const int Narrow = 80;
    private const int Wide = 110;

    // A terminal need not be redrawn more often.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    // Narrow terminals do without those that say least.
    private static readonly ImmutableArray<(
        string Header,
        int LeastWidth,
        Func<TrainingProgress, string> Cell
    )> Columns =
    [
        ("epoch", 0, row => $"{row.Epoch}/{row.Epochs}"),
        ("batch", Narrow, row => $"{row.Batch}/{row.Batches}"),
        ("box", Narrow, row => TrainingText.Loss(row.Losses.Box)),
        ("obj", Narrow, row => TrainingText.Loss(row.Losses.Objectness)),
        ("cls", Narrow, row => TrainingText.Loss(row.Losses.Class)),
        ("P", Wide, row => Metric(row.Completed?.Precision)),
        ("R", Wide, row => Metric(row.Completed?.Recall)),
        ("mAP50", Narrow, row => Metric(row.Completed?.Map50)),
        ("mAP50-95", 0, row => Metric(row.Completed?.Map5095)),
        ("images/s", Wide, TrainingText.Speed),
        ("left", 0, TrainingText.Remaining),
    ];

    private readonly List<TrainingProgress> _finished = [];
    private DateTime _next = DateTime.MinValue;

    /// <summary>Runs the work with a table that shows what it reports; the table stays when it ends.</summary>
    public static T Run<T>(IAnsiConsole live, Func<IProgress<TrainingProgress>, T> work) =>
        // Spectre.Console's own cropping throws where what it shows has become lower than the terminal (0.57).
        live.Live(Draw([], live.Profile))
            .Overflow(VerticalOverflow.Visible)
            .Start(display => work(new TrainingTable(display, live.Profile)));

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
        display.UpdateTarget(Draw(rows, terminal));
    }

    /// <param name="terminal">Its width says which columns fit, its height how many rows.</param>
    internal static Table Draw(IReadOnlyList<TrainingProgress> rows, Profile terminal)
    {
        var columns = Columns.Where(column => terminal.Width >= column.LeastWidth).ToList();
        var kept = Math.Clamp(terminal.Height - OtherLines, 1, RowsKept);
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns)
            table.AddColumn(new TableColumn(column.Header).RightAligned().NoWrap());
        foreach (var row in rows.Skip(rows.Count - kept))
            table.AddRow([.. columns.Select(column => column.Cell(row))]);
        return table;
    }

    private static string Metric(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";
}
