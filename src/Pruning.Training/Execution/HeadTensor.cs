using Pruning.Graphs;
using Pruning.Yolo.Heads;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Execution;

/// <summary>
/// The head's columns, and boxes made of them, on tensors whose last dimension they are: <c>[..., 5 + C]</c>, logits or
/// probabilities.
/// </summary>
internal static class HeadTensor
{
    /// <returns><c>[..., 2]</c>.</returns>
    public static Tensor Centre(Tensor rows) => rows.narrow(-1, HeadColumns.Centre, HeadColumns.Directions);

    /// <returns><c>[..., 2]</c>.</returns>
    public static Tensor Size(Tensor rows) => rows.narrow(-1, HeadColumns.Size, HeadColumns.Directions);

    /// <returns><c>[...]</c>.</returns>
    public static Tensor Objectness(Tensor rows) => rows.select(-1, HeadColumns.Objectness);

    /// <returns><c>[..., C]</c>.</returns>
    public static Tensor Classes(Tensor rows) => rows.narrow(-1, HeadColumns.FirstClass, ClassCount(rows));

    /// <summary>Objectness and classes.</summary>
    /// <returns><c>[..., 1 + C]</c>.</returns>
    public static Tensor Scores(Tensor rows) =>
        rows.narrow(-1, HeadColumns.Objectness, rows.shape[^1] - HeadColumns.Objectness);

    public static int ClassCount(Tensor rows) => HeadColumns.ClassesIn((int)rows.shape[^1]);

    /// <summary>Centres in cells of the map.</summary>
    /// <param name="probabilities"><c>[..., 2]</c>.</param>
    /// <param name="starts"><see cref="BoxDecoding.Start"/> of each cell's column and row.</param>
    public static Tensor Centres(Tensor probabilities, Tensor starts) =>
        probabilities.Times(BoxDecoding.CentreReach).Plus(starts);

    /// <summary>Centres from their cells' corners, in cells.</summary>
    /// <param name="probabilities"><c>[..., 2]</c>.</param>
    public static Tensor Centres(Tensor probabilities) =>
        probabilities.Times(BoxDecoding.CentreReach).Plus(BoxDecoding.Start(0));

    /// <summary>Sizes in the anchors' unit.</summary>
    /// <param name="probabilities"><c>[..., 2]</c>.</param>
    /// <param name="anchors">Widths and heights, <c>[..., 2]</c>.</param>
    public static Tensor Sizes(Tensor probabilities, Tensor anchors) =>
        probabilities.Times(BoxDecoding.RootReach).Power(2) * anchors;

    /// <summary>
    /// A level's anchors beside its map <c>[B, A, H, W, 2]</c>, in their own unit. The caller disposes, whatever the
    /// dispose scope.
    /// </summary>
    /// <returns><c>[1, A, 1, 1, 2]</c>.</returns>
    public static Tensor Anchors(IEnumerable<Anchor> anchors, Device device)
    {
        var values = anchors.SelectMany(anchor => new[] { anchor.Width, anchor.Height }).ToArray();
        return HostTensor
            .From(values, [1, values.Length / HeadColumns.Directions, 1, 1, HeadColumns.Directions], device)
            .DetachFromDisposeScope();
    }
}
