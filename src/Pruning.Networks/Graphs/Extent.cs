namespace Pruning.Graphs;

/// <summary>A height and a width, in elements.</summary>
public readonly record struct Extent(int Height, int Width)
{
    public static Extent Square(int size) => new(size, size);
}
