namespace Pruning.Execution.Fused;

/// <summary>
/// Splits a map <c>[rows, channels]</c> (a row a pixel) for vectors of sixteen, whatever the number of channels: a unit
/// is so many rows that their values are whole vectors, and per-channel numbers are laid out once a unit. Chunks of
/// units are the work of one thread at a time; where they begin depends on the shape alone, so sums do not depend on
/// the number of threads.
/// </summary>
internal readonly record struct MapLayout
{
    public const int Lanes = 16;

    /// <summary>
    /// Units that are walked together, column by column: so many values are added in single precision (four times as
    /// many would show in the gradients), and so few that a block stays in a near cache.
    /// </summary>
    public const int UnitsPerBlock = 32;

    private const int LeastUnit = 32; // floats: whole cache lines, and few of them empty, in a column
    private const int ChunkSize = 1 << 16; // floats

    public MapLayout(long rows, int channels)
    {
        Rows = rows;
        Channels = channels;
        RowsPerUnit = Lanes / Gcd(channels, Lanes);
        while (RowsPerUnit * channels < LeastUnit)
            RowsPerUnit *= 2;
        Units = rows / RowsPerUnit;
        UnitsPerChunk = Math.Max(1, ChunkSize / UnitSize);
        Chunks = (int)((Units + UnitsPerChunk - 1) / UnitsPerChunk);
    }

    public long Rows { get; }

    public int Channels { get; }

    public int RowsPerUnit { get; }

    /// <summary>Floats in a unit, a multiple of <see cref="Lanes"/>.</summary>
    public int UnitSize => RowsPerUnit * Channels;

    /// <summary>Whole units; the rows after them are <see cref="RestRows"/>.</summary>
    public long Units { get; }

    public int UnitsPerChunk { get; }

    public int Chunks { get; }

    public int RestRows => (int)(Rows - (Units * RowsPerUnit));

    /// <summary>Index of the first value after the last whole unit.</summary>
    public long RestStart => Units * UnitSize;

    /// <summary>Per-channel numbers, once for each row of a unit.</summary>
    public float[] Tile(ReadOnlySpan<float> perChannel)
    {
        var tiled = new float[UnitSize];
        for (var row = 0; row < RowsPerUnit; row++)
            perChannel[..Channels].CopyTo(tiled.AsSpan(row * Channels));
        return tiled;
    }

    private static int Gcd(int left, int right) => right == 0 ? left : Gcd(right, left % right);
}
