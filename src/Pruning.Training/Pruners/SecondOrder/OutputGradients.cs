using Pruning.Data;
using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Pruners.SecondOrder;

/// <summary>
/// Goes through a network with training images, normalised by their batches, and back from a random direction of its
/// output. Changes nothing.
/// </summary>
/// <param name="loss">Its gains weigh the output.</param>
/// <param name="seed">Of the directions.</param>
internal sealed class OutputGradients(
    DetectionLoss loss,
    ExecutionOptions execution,
    ulong seed,
    CancellationToken cancellation = default
)
{
    /// <param name="maps">Nodes whose maps stay to be looked at.</param>
    /// <param name="keepsGradient">By a node's name, one of <paramref name="maps"/>.</param>
    /// <param name="batches">Each is disposed; there has to be one.</param>
    /// <param name="look">
    /// Given each batch's walk, at its end; what it makes and keeps belongs to the caller's dispose scope.
    /// </param>
    public void Run(
        Network network,
        IEnumerable<string> maps,
        Func<string, bool> keepsGradient,
        IEnumerable<TrainingBatch> batches,
        Action<NetworkWalk> look
    )
    {
        // Maps of a network's outputs stay until the walk ends.
        using var torch = new TorchNetwork(
            network with
            {
                Graph = new Graph(network.Graph.Nodes, maps.Concat(network.Graph.Outputs).Distinct()),
            },
            execution
        );
        // Gradients of the weights are not asked for.
        torch.Parameters.Freeze(_ => true);
        using var direction = new OutputDirection(loss, torch.Device, seed);
        var any = false;
        foreach (var batch in batches)
        {
            using (batch)
            using (NewDisposeScope())
            {
                any = true;
                cancellation.ThrowIfCancellationRequested();
                var walk = torch
                    .Begin(batch.ImagesOn(torch.Device).requires_grad_(), training: true, normMomentum: 0)
                    .ToEnd(keepsGradient);
                BackwardPass.Run(direction.Of(walk.Levels));
                using var frozen = no_grad();
                look(walk);
            }
        }

        if (!any)
            throw new InvalidOperationException("There is no batch to look at.");
    }
}
