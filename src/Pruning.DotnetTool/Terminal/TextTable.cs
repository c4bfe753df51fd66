namespace Pruning.DotnetTool.Terminal;

/// <summary>
/// Rows in columns of plain text: the first column to the left, numbers to the right. The same on terminals and in
/// files.
/// </summary>
internal sealed class TextTable(params string[] headers)
{
    private readonly List<string[]> _rows = [headers];

    /// <summary>Columns whose cells start at the left; by default the first.</summary>
    public HashSet<int> LeftAligned { get; init; } = [0];

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Write(TextWriter writer)
    {
        var widths = Enumerable
            .Range(0, headers.Length)
            .Select(column => _rows.Max(row => row[column].Length))
            .ToArray();
        foreach (var row in _rows)
            writer.WriteLine(
                string.Join(
                        "  ",
                        row.Select(
                            (cell, i) => LeftAligned.Contains(i) ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])
                        )
                    )
                    .TrimEnd()
            );
    }
}
