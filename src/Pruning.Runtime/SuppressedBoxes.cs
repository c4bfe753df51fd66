namespace Pruning.Runtime;

/// <summary>Reads the boxes of a file with suppression in it: they come with the surest first, then zeros.</summary>
/// <param name="most">Boxes at most.</param>
internal sealed class SuppressedBoxes(int most) : IBoxReader
{
    /// <param name="rows"><c>[M, 6]</c>: left, top, right, bottom in pixels of the input, confidence, class.</param>
    public void Read(ReadOnlySpan<float> rows, in Letterbox letterbox, List<DetectedBox> found)
    {
        for (var row = 0; row < Math.Min(most, rows.Length / FileSuppression.Columns); row++)
        {
            var values = rows.Slice(row * FileSuppression.Columns, FileSuppression.Columns);
            foreach (var value in values)
                ModelOutput.Finite(value, row);
            if (values[4] <= 0)
                return;
            var box = new DetectedBox(values[0], values[1], values[2], values[3], (int)values[5], values[4]);
            found.Add(letterbox.ToPicture(box));
        }
    }
}
