namespace ShapesDataset;

/// <summary>Smooth noise: random values on a grid, blended between.</summary>
internal sealed class ValueNoise
{
    private readonly int _cells;
    private readonly double[] _values;

    public ValueNoise(PortableRandom random, int cells)
    {
        _cells = cells;
        _values = [.. Enumerable.Range(0, (cells + 1) * (cells + 1)).Select(_ => random.NextUnit())];
    }

    /// <param name="u">From 0 to below 1.</param>
    /// <param name="v">From 0 to below 1.</param>
    public double At(double u, double v)
    {
        var (column, row) = ((int)(u * _cells), (int)(v * _cells));
        var (x, y) = (Smooth((u * _cells) - column), Smooth((v * _cells) - row));
        var top = (Value(column, row) * (1 - x)) + (Value(column + 1, row) * x);
        var bottom = (Value(column, row + 1) * (1 - x)) + (Value(column + 1, row + 1) * x);
        return (top * (1 - y)) + (bottom * y);
    }

    private double Value(int column, int row) => _values[(row * (_cells + 1)) + column];

    private static double Smooth(double t) => t * t * (3 - (2 * t));
}
