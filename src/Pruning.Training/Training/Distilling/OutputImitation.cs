using Pruning.Execution;
using Pruning.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Training.Distilling;

/// <summary>
/// The loss once more, with a teacher in the place of the labels: objectness in every cell; boxes and classes weighted
/// by the teacher's objectness, so that what it says of the background, where it has learnt nothing, counts nothing
/// (Mehta and Ozturk 2018, "Object detection at 200 Frames Per Second").
/// </summary>
internal sealed class OutputImitation : IDisposable
{
    private const double Epsilon = 1e-7;

    // In cells, below any object's. A side of 0, where a logit underflows, has no aspect, and rounding is most of a
    // tiny box's area.
    private const double LeastSide = 0.1;

    private readonly LossGains _gains;
    private readonly double[] _balance;
    private readonly double _temperature;
    private readonly Tensor[] _anchors;

    /// <param name="gains">Of the loss on labels.</param>
    /// <param name="balance">The levels' weights in its objectness.</param>
    public OutputImitation(DetectNode head, LossGains gains, double[] balance, double temperature, Device device)
    {
        (_gains, _balance, _temperature) = (gains, balance, temperature);
        _anchors =
        [
            .. head.Anchors.Select(
                (level, index) =>
                    HeadTensor.Anchors(level.Select(anchor => anchor.InCells(head.Strides[index])), device)
            ),
        ];
    }

    /// <param name="levels">The student's raw maps, <c>[B, A, H, W, 5 + C]</c> each.</param>
    /// <param name="teacher">The teacher's, the same shapes.</param>
    /// <returns><c>[3]</c>: box, objectness, class, each with its gain, to be differentiated.</returns>
    public Tensor Compute(IReadOnlyList<Tensor> levels, IReadOnlyList<Tensor> teacher)
    {
        using var scope = NewDisposeScope();
        var sum = zeros([3], ScalarType.Float32, levels[0].device);
        for (var level = 0; level < levels.Count; level++)
            sum = sum.Plus(Level(level, levels[level], teacher[level]));
        return sum.MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (var anchors in _anchors)
            anchors.Dispose();
    }

    private Tensor Level(int level, Tensor student, Tensor teacher)
    {
        var weight = HeadTensor.Objectness(teacher).sigmoid().reshape(-1); // [N], N = B*A*H*W
        var total = weight.sum().Plus(Epsilon);
        var box = (weight * Overlap(level, student, teacher).Complement()).sum() / total;
        var objectness = BernoulliDivergence
            .Compute(HeadTensor.Objectness(student), HeadTensor.Objectness(teacher))
            .mean();
        // Of a single class, objectness says it all.
        var difference =
            HeadTensor.ClassCount(student) > 1 ? (weight * Classes(student, teacher)).sum() / total : zeros_like(total);
        return stack([
            box.Times(_gains.Box),
            objectness.Times(_balance[level] * _gains.Objectness),
            difference.Times(_gains.Class),
        ]);
    }

    // [N]: complete IoU of the two boxes of each cell.
    private Tensor Overlap(int level, Tensor student, Tensor teacher)
    {
        var target = cat([Centres(teacher), Sizes(level, teacher)], 1);
        return CompleteIou.Compute(Centres(student), Sizes(level, student), target);
    }

    // [N, 2], from the cell's corner.
    private static Tensor Centres(Tensor map) => HeadTensor.Centres(HeadTensor.Centre(map).sigmoid()).reshape(-1, 2);

    // [N, 2], in cells.
    private Tensor Sizes(int level, Tensor map) =>
        HeadTensor.Sizes(HeadTensor.Size(map).sigmoid(), _anchors[level]).AtLeast(LeastSide).reshape(-1, 2);

    // [N]. Its gradient falls with the temperature's square, which is put back (Hinton et al. 2015).
    private Tensor Classes(Tensor student, Tensor teacher) =>
        BernoulliDivergence
            .Compute(HeadTensor.Classes(student).Over(_temperature), HeadTensor.Classes(teacher).Over(_temperature))
            .mean([4])
            .reshape(-1)
            .Times(_temperature * _temperature);
}
