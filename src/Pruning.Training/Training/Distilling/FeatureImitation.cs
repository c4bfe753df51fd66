using Pruning.Execution;
using Pruning.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Training.Distilling;

/// <summary>
/// The distance of a student's maps at the head's inputs from its teacher's, where the teacher sees objects: the
/// background's many cells would drown them (Wang et al. 2019, "Distilling Object Detectors with Fine-grained Feature
/// Imitation"). Owns the adapters between them.
/// </summary>
internal sealed class FeatureImitation : IDisposable
{
    private const double Epsilon = 1e-7;

    private readonly FeatureAdapter[] _adapters;

    /// <param name="student">Its head's inputs have been checked.</param>
    public FeatureImitation(Network student, Network teacher, Device device) =>
        _adapters = [
            .. HeadInputs
                .Channels(student)
                .Zip(HeadInputs.Channels(teacher))
                .Select(
                    (channels, level) =>
                        new FeatureAdapter($"level.{level}", channels.First, channels.Second, seed: level, device)
                ),
        ];

    /// <summary>What the optimiser changes.</summary>
    public IEnumerable<TrainedTensor> Trained =>
        _adapters.SelectMany(adapter => new[] { adapter.Weight, adapter.Bias });

    /// <param name="maps">The student's, <c>[B, C, H, W]</c> each.</param>
    /// <param name="teacher">The teacher's, with its own channels.</param>
    /// <param name="levels">The teacher's raw output, which says where objects are.</param>
    /// <returns>
    /// A number: 0 where the student's maps tell the teacher's, 1 where they are as far off as nothing would be.
    /// </returns>
    public Tensor Compute(IReadOnlyList<Tensor> maps, IReadOnlyList<Tensor> teacher, IReadOnlyList<Tensor> levels)
    {
        using var scope = NewDisposeScope();
        var sum = zeros([], ScalarType.Float32, levels[0].device);
        for (var level = 0; level < _adapters.Length; level++)
        {
            var weight = HeadTensor.Objectness(levels[level]).sigmoid().amax([1], keepdim: true); // [B, 1, H, W], of the surest anchor
            var wanted = teacher[level].to(ScalarType.Float32);
            var distance = (weight * (_adapters[level].Run(maps[level]) - wanted).Power(2)).sum();
            // Relative, so that one weight serves all levels and networks.
            sum = sum.Plus(distance / (weight * wanted.Power(2)).sum().Plus(Epsilon));
        }

        return sum.Over(_adapters.Length).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (var adapter in _adapters)
            adapter.Dispose();
    }
}
