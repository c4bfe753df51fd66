namespace Pruning.Graphs;

/// <summary>The width and height of a reference box, in pixels of the network input.</summary>
public readonly record struct Anchor(float Width, float Height)
{
    /// <summary>The same in cells of a level's map.</summary>
    /// <param name="stride">The level's, in pixels.</param>
    public Anchor InCells(int stride) => new(Width / stride, Height / stride);
}
