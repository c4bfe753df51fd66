namespace Pruning.Onnx.Quantization;

/// <summary>How far two outputs of a detector lie apart where it sees something.</summary>
internal static class OutputError
{
    private const int Objectness = 4;

    /// <param name="exact"><c>[N, 5+C]</c>: centre, width and height in pixels, objectness, classes.</param>
    /// <param name="columns">5+C.</param>
    /// <returns>
    /// The squares of what the classes' scores differ by, and of what boxes do as a share of their size, these by how
    /// sure the exact output is of them.
    /// </returns>
    public static double Between(ReadOnlySpan<float> exact, ReadOnlySpan<float> other, int columns)
    {
        var sum = 0.0;
        for (var row = 0; row + columns <= exact.Length; row += columns)
        {
            var one = exact.Slice(row, columns);
            var two = other.Slice(row, columns);
            for (var column = Objectness + 1; column < columns; column++)
                sum += Square((one[Objectness] * one[column]) - (two[Objectness] * two[column]));
            var (width, height) = (Math.Max(one[2], 1), Math.Max(one[3], 1));
            sum +=
                one[Objectness]
                * (
                    Square((one[0] - two[0]) / width)
                    + Square((one[1] - two[1]) / height)
                    + Square((one[2] - two[2]) / width)
                    + Square((one[3] - two[3]) / height)
                );
        }

        return sum;
    }

    private static double Square(double value) => value * value;
}
