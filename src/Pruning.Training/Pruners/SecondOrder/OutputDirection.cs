using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Training;
using static TorchSharp.torch;

namespace Pruning.Pruners.SecondOrder;

/// <summary>
/// Random numbers to multiply a head's outputs with, so that the square of a gradient of the sum is, on average, how
/// much a change moves what the network says: the curvature of the loss against its own output. Probabilities count by
/// their variance, boxes and classes where there is an object. Labels do not come in: of a network that has learnt them
/// their gradients are mostly noise.
/// </summary>
internal sealed class OutputDirection(DetectionLoss loss, Device device, ulong seed) : IDisposable
{
    private const double Epsilon = 1e-7;

    private readonly Generator _random = new(seed, CPU);

    /// <param name="levels">Raw maps, <c>[B, A, H, W, 5 + C]</c> each.</param>
    /// <returns>A number, to be differentiated.</returns>
    public Tensor Of(IReadOnlyList<Tensor> levels)
    {
        using var scope = NewDisposeScope();
        var sum = zeros([], ScalarType.Float32, device);
        for (var level = 0; level < levels.Count; level++)
        {
            var direction = randn(levels[level].shape, ScalarType.Float32, generator: _random).to(device);
            sum = sum.Plus((levels[level] * (direction * Scale(level, levels[level].detach()))).sum());
        }

        return sum.MoveToOuterDisposeScope();
    }

    public void Dispose() => _random.Dispose();

    // [B, A, H, W, 5 + C]: the root of the loss's curvature in each number.
    private Tensor Scale(int level, Tensor map)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var (objectness, classes) = (HeadTensor.Objectness(map).unsqueeze(-1).sigmoid(), HeadTensor.ClassCount(map));
        var objects = objectness.sum().Over(map.shape[0]).Plus(Epsilon); // an image
        var cells = (double)objectness.numel() / map.shape[0];
        var box = (objectness.Times(loss.Gains.Box) / objects).sqrt().expand(-1, -1, -1, -1, HeadColumns.Box);
        var certainty = (objectness * objectness.Complement())
            .Times(loss.Gains.Objectness * loss.Balance[level] / cells)
            .sqrt();
        // Of a single class, objectness says it all.
        var gain = classes > 1 ? loss.Gains.Class / classes : 0;
        var chance = HeadTensor.Classes(map).sigmoid();
        var kind = ((objectness * chance * chance.Complement()).Times(gain) / objects).sqrt();
        return cat([box, certainty, kind], 4).MoveToOuterDisposeScope();
    }
}
