using System.Collections.Immutable;
using Pruning.Data;
using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Pruners.SecondOrder;
using Pruning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Pruners.Reconstruction.Imitation;

/// <summary>
/// The maps at which a cut network is held to the whole one: what convolutions read, in the channels that are left,
/// each channel by how much the output hangs on it. Owns its tensors.
/// </summary>
internal sealed class ImitatedMaps : IDisposable
{
    private const double Epsilon = 1e-6;
    private const ulong DirectionSeed = 2;

    // Half of a step's time went into all of them.
    private const int EnoughPlaces = 200;

    private readonly Tensor[] _kept;
    private readonly Tensor[] _weights;

    private ImitatedMaps(ImmutableArray<string> nodes, Tensor[] kept, Tensor[] weights) =>
        (Nodes, _kept, _weights) = (nodes, kept, weights);

    /// <summary>Names of nodes, the same in both networks.</summary>
    public ImmutableArray<string> Nodes { get; }

    /// <param name="plan">What was cut.</param>
    /// <param name="batches">A few, to weigh channels by; each is disposed.</param>
    public static ImitatedMaps Choose(
        Network whole,
        PrunePlan plan,
        IEnumerable<TrainingBatch> batches,
        DetectionLoss loss,
        ExecutionOptions execution
    )
    {
        var read = whole
            .Graph.Nodes.OfType<ConvolutionNode>()
            .Select(node => node.Input)
            .ToHashSet(StringComparer.Ordinal);
        ImmutableArray<string> nodes =
        [
            .. whole
                .Graph.Nodes.Where(node => node is ActivationNode or AddNode && read.Contains(node.Name))
                .Select(node => node.Name),
        ];
        var channels = KeptChannels.Follow(whole, plan);
        var kept = nodes
            .Select(node =>
                tensor([.. channels[node].Select(channel => (long)channel)], device: execution.Device.ToTorch())
                    .DetachFromDisposeScope()
            )
            .ToArray();
        using var scope = NewDisposeScope();
        var energies = GradientEnergies(whole, nodes, batches, loss, execution);
        return new ImitatedMaps(
            nodes,
            kept,
            [.. energies.Select((energy, index) => energy.index_select(0, kept[index]).DetachFromDisposeScope())]
        );
    }

    /// <param name="part">The cut network's maps, <c>[B, C', H, W]</c> each.</param>
    /// <param name="whole">The whole one's, <c>[B, C, H, W]</c> each.</param>
    /// <param name="step">Which places of large maps are looked at: all of them in turn.</param>
    /// <returns>
    /// A number: the mean over maps of their distance, which is 0 where they agree and 1 for maps that are each
    /// channel's mean.
    /// </returns>
    public Tensor Distance(IReadOnlyList<Tensor> part, IReadOnlyList<Tensor> whole, int step)
    {
        using var scope = NewDisposeScope();
        var distances = new Tensor[part.Count];
        for (var map = 0; map < distances.Length; map++)
        {
            var wanted = MapPlaces
                .Grid(whole[map], EnoughPlaces, step)
                .index_select(1, _kept[map])
                .to(ScalarType.Float32);
            var spread = wanted.var([0, 2, 3]).Plus(Epsilon) * _weights[map];
            distances[map] =
                (
                    (MapPlaces.Grid(part[map], EnoughPlaces, step).to(ScalarType.Float32) - wanted)
                        .Power(2)
                        .mean([0, 2, 3]) * _weights[map]
                ).sum() / spread.sum();
        }

        return stack(distances).mean().MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (var tensor in _kept.Concat(_weights))
            tensor.Dispose();
    }

    // [C] a map: the mean square of the output's gradient at each channel.
    private static Tensor[] GradientEnergies(
        Network whole,
        ImmutableArray<string> nodes,
        IEnumerable<TrainingBatch> batches,
        DetectionLoss loss,
        ExecutionOptions execution
    )
    {
        var energies = new Tensor?[nodes.Length];
        new OutputGradients(loss, execution, DirectionSeed).Run(whole, nodes, nodes.Contains, batches, walk =>
        {
            for (var map = 0; map < energies.Length; map++)
            {
                var energy = Energy(walk[nodes[map]]);
                energies[map] = energies[map]?.Increase(energy) ?? energy.MoveToOuterDisposeScope();
            }
        });
        return [.. energies.OfType<Tensor>()];
    }

    // What has no way to the output counts alike in all channels.
    private static Tensor Energy(Tensor map) =>
        map.grad is { } gradient
            ? gradient.to(ScalarType.Float32).Power(2).mean([0, 2, 3])
            : ones([map.shape[1]], device: map.device);
}
