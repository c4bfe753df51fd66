using Pruning.Graphs;

namespace Pruning.Onnx.Runtime;

/// <summary>
/// The largest stride of a YOLOv5 head, from the number of boxes that it gives for a picture of fixed size: each level
/// gives as many as its map has cells, times its anchors, and each level's stride is twice that of the one before.
/// </summary>
internal static class HeadStride
{
    private const int UsualAnchors = 3;
    private const int MaximumAnchors = 9;

    // The usual ones first: three levels, then four as in P6 models.
    private static readonly (int First, int Levels)[] Heads =
    [
        (8, 3),
        (8, 4),
        (8, 5),
        (4, 4),
        (4, 3),
        (8, 2),
        (16, 2),
        (4, 2),
        (8, 1),
        (16, 1),
        (32, 1),
    ];

    /// <summary>In pixels; null where the size is open, or where no such head gives that many boxes.</summary>
    public static int? Find(OnnxDetectorShape shape)
    {
        if (shape is not { Size: { } size, Candidates: { } candidates })
            return null;
        // Several may fit: YOLOv5 has three anchors a level.
        return Heads
            .Select(head => (Largest: head.First << (head.Levels - 1), Cells: Cells(size, head)))
            .Where(head =>
                size.Height % head.Largest == 0
                && size.Width % head.Largest == 0
                && candidates % head.Cells == 0
                && candidates / head.Cells <= MaximumAnchors
            )
            .OrderBy(head => Math.Abs(candidates / head.Cells - UsualAnchors))
            .Select(head => (int?)head.Largest)
            .FirstOrDefault();
    }

    private static long Cells(Extent size, (int First, int Levels) head) =>
        Enumerable
            .Range(0, head.Levels)
            .Sum(level =>
                Math.Max(1, (long)(size.Height / (head.First << level)) * (size.Width / (head.First << level)))
            );
}
