using Pruning.Execution;
using Pruning.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Training;

/// <summary>
/// YOLOv5's loss: for each level, complete IoU of the matched boxes, cross-entropy of their classes, and cross-entropy
/// of every cell's objectness against the overlap that its box reaches.
/// </summary>
internal sealed class DetectionLoss
{
    // Finer levels have more cells and so weigh more in the objectness.
    private static readonly double[] ThreeLevels = [4, 1, 0.4];
    private static readonly double[] MoreLevels = [4, 1, 0.25, 0.06, 0.02];

    private readonly DetectNode _head;
    private readonly Hyperparameters _hyperparameters;
    private readonly TargetAssignment _assignment;
    private readonly Device _device;

    public DetectionLoss(DetectNode head, Hyperparameters hyperparameters, int imageSize, Device device)
    {
        _head = head;
        _hyperparameters = hyperparameters;
        _device = device;
        Gains = LossGains.Scale(hyperparameters, head.Inputs.Length, head.ClassCount, imageSize);
        _assignment = new TargetAssignment(head, hyperparameters.AnchorRatio);
        Balance = head.Inputs.Length == ThreeLevels.Length ? ThreeLevels : MoreLevels;
        if (head.Inputs.Length > Balance.Length)
            throw new ArgumentException(
                $"The loss knows heads of up to {Balance.Length} levels, and this one has {head.Inputs.Length}.",
                nameof(head)
            );
    }

    /// <summary>The losses' weights.</summary>
    public LossGains Gains { get; }

    /// <summary>The levels' weights in the objectness.</summary>
    public double[] Balance { get; }

    /// <param name="levels">Raw maps, <c>[B, A, H, W, 5 + C]</c> each.</param>
    /// <param name="targets"><c>[n, 6]</c>: image, class, centre x, centre y, width, height, normalised.</param>
    /// <returns>
    /// The number to differentiate, which is the losses' sum times the batch, and the losses, <c>[3]</c>: box,
    /// objectness, class. On the maps' device, unread.
    /// </returns>
    public (Tensor Total, Tensor Losses) Compute(IReadOnlyList<Tensor> levels, ReadOnlySpan<float> targets)
    {
        using var scope = NewDisposeScope();
        var box = zeros([1], ScalarType.Float32, _device);
        var objectness = zeros([1], ScalarType.Float32, _device);
        var classes = zeros([1], ScalarType.Float32, _device);
        for (var level = 0; level < levels.Count; level++)
        {
            var shape = levels[level].shape;
            var matches = _assignment.Assign(level, targets, (int)shape[2], (int)shape[3]);
            var truth = zeros([shape[0] * shape[1] * shape[2] * shape[3]], ScalarType.Float32, _device);
            if (matches.Count > 0)
            {
                var (overlap, classLoss) = Matched(levels[level], matches);
                box = box.Plus(overlap.Complement().mean());
                classes = classes.Plus(classLoss);
                Credit(truth, matches, overlap);
            }

            var logits = HeadTensor.Objectness(levels[level]).reshape(-1); // [B*A*H*W]
            var loss = CrossEntropy.Compute(
                logits,
                truth,
                _hyperparameters.ObjectnessPositiveWeight,
                _hyperparameters.FocalGamma
            );
            objectness = objectness.Plus(loss.Times(Balance[level]));
        }

        box = box.Times(Gains.Box);
        objectness = objectness.Times(Gains.Objectness);
        classes = classes.Times(Gains.Class);
        var total = box.Plus(objectness).Plus(classes).Times(levels[0].shape[0]);
        var losses = cat([box, objectness, classes]).detach();
        return (total.MoveToOuterDisposeScope(), losses.MoveToOuterDisposeScope());
    }

    private (Tensor Overlap, Tensor ClassLoss) Matched(Tensor level, LevelMatches matches)
    {
        var rows = level.view(-1, _head.Columns).index_select(0, HostTensor.From(matches.Cells, _device)); // [n, 5+C]
        var anchors = HostTensor.From(matches.Anchors, [matches.Count, 2], _device);
        var boxes = HostTensor.From(matches.Boxes, [matches.Count, 4], _device);
        var centres = HeadTensor.Centres(HeadTensor.Centre(rows).sigmoid());
        var sizes = HeadTensor.Sizes(HeadTensor.Size(rows).sigmoid(), anchors);
        return (CompleteIou.Compute(centres, sizes, boxes), ClassLoss(rows, matches));
    }

    private Tensor ClassLoss(Tensor rows, LevelMatches matches)
    {
        var classes = _head.ClassCount;
        if (classes == 1) // objectness says it all
            return zeros([1], ScalarType.Float32, _device);
        var truth = new float[matches.Count * classes];
        Array.Fill(truth, (float)(0.5 * _hyperparameters.LabelSmoothing));
        for (var match = 0; match < matches.Count; match++)
            truth[(match * classes) + matches.Classes[match]] = (float)(1 - 0.5 * _hyperparameters.LabelSmoothing);
        var targets = HostTensor.From(truth, [matches.Count, classes], _device);
        return CrossEntropy.Compute(
            HeadTensor.Classes(rows),
            targets,
            _hyperparameters.ClassPositiveWeight,
            _hyperparameters.FocalGamma
        );
    }

    // A cell that several boxes share holds the overlap of the last one.
    private void Credit(Tensor truth, LevelMatches matches, Tensor overlap)
    {
        var reached = overlap.detach().AtLeast(0).index_select(0, HostTensor.From(matches.Owners, _device));
        truth.index_copy_(0, HostTensor.From(matches.OwnedCells, _device), reached);
    }
}
