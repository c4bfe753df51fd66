using BenchmarkDotNet.Attributes;
using Pruning.Evaluation;
using Pruning.Graphs;
using Pruning.Yolo.Heads;

namespace Pruning.Benchmarks.Kernels;

/// <summary>
/// Non-maximum suppression of one 640-pixel picture: 25,200 boxes of 80 classes, most of them nothing, some dozens of
/// objects with a cluster of boxes each.
/// </summary>
[MemoryDiagnoser]
public class Suppression
{
    private const int Rows = 25_200;
    private const int Classes = 80;
    private const int Objects = 40;

    private static readonly int Columns = HeadColumns.CountFor(Classes);

    private readonly float[] _rows = new float[Rows * Columns];
    private readonly NonMaximumSuppression _forMetrics = new(SuppressionOptions.ForMetrics);
    private readonly NonMaximumSuppression _forPictures = new(SuppressionOptions.ForPictures);

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(0);
        for (var row = 0; row < Rows; row++)
            Fill(_rows.AsSpan(row * Columns, Columns), row, random);
    }

    /// <summary>As evaluation does it: confidence 0.001, several classes a box.</summary>
    [Benchmark]
    public Detection[] ForMetrics() => _forMetrics.Run(_rows, Classes);

    /// <summary>As <c>detect</c> does it: confidence 0.25.</summary>
    [Benchmark]
    public Detection[] ForPictures() => _forPictures.Run(_rows, Classes);

    private static void Fill(Span<float> row, int index, Random random)
    {
        // Every 63rd row is a box of one of the objects.
        var of = index % 63 == 0 ? (index / 63) % Objects : -1;
        var place = of < 0 ? new Random(index) : new Random(of);
        row[HeadColumns.CentreX] = (place.NextSingle() * 640) + random.NextSingle();
        row[HeadColumns.CentreY] = (place.NextSingle() * 640) + random.NextSingle();
        row[HeadColumns.Width] = 20 + (place.NextSingle() * 200);
        row[HeadColumns.Height] = 20 + (place.NextSingle() * 200);
        row[HeadColumns.Objectness] =
            of < 0 ? 0.02f * MathF.Pow(random.NextSingle(), 8) : 0.3f + (0.6f * random.NextSingle());
        for (var i = HeadColumns.FirstClass; i < row.Length; i++)
            row[i] = 0.3f * MathF.Pow(random.NextSingle(), 8);
        row[HeadColumns.FirstClass + place.Next(Classes)] = 0.9f;
    }
}
