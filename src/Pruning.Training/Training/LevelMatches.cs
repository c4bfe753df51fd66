namespace Pruning.Training;

/// <summary>
/// The boxes that one level of the head is to predict, one entry a match, in YOLOv5's order (shift, anchor, target).
/// A cell is the flat index of image, anchor, row and column in the level's <c>[B, A, H, W]</c>.
/// </summary>
/// <param name="Cells">Flat cell of each match; several matches may share one.</param>
/// <param name="Classes">Class of each match.</param>
/// <param name="Boxes"><c>[n, 4]</c>: centre from the cell's corner, width, height, in cells.</param>
/// <param name="Anchors"><c>[n, 2]</c>: the anchor's width and height, in cells.</param>
/// <param name="OwnedCells">Each cell that occurs, once.</param>
/// <param name="Owners">For each of them the match whose overlap is its objectness: the last.</param>
internal sealed record LevelMatches(
    long[] Cells,
    int[] Classes,
    float[] Boxes,
    float[] Anchors,
    long[] OwnedCells,
    long[] Owners
)
{
    public int Count => Cells.Length;
}
