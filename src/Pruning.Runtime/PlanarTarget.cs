namespace Pruning.Runtime;

/// <summary>Where a letterboxed picture goes: <c>[3, height, width]</c>, the picture somewhere within each plane.</summary>
internal readonly ref struct PlanarTarget(Span<float> planes, int width, int height, in Letterbox box)
{
    private readonly Span<float> _planes = planes;

    public Letterbox Box { get; } = box;

    /// <summary>A row of the picture, as long as it is wide.</summary>
    /// <param name="color">0 red, 1 green, 2 blue.</param>
    public Span<float> Row(int color, int row) =>
        _planes.Slice((((color * height) + Box.Top + row) * width) + Box.Left, Box.Width);
}
