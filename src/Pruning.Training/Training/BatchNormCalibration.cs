using Pruning.Data;
using Pruning.Execution;
using Pruning.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Training;

/// <summary>
/// Measures BatchNorm's running statistics anew. After a cut they are those of a network that no longer exists, and
/// hide most of what is left of it; a few batches, no gradients, bring it back.
/// </summary>
public static class BatchNormCalibration
{
    /// <param name="network">Its weights are kept.</param>
    /// <param name="batches">
    /// Training images; the statistics become their batches' plain average. Each is disposed.
    /// </param>
    /// <returns>The network with new running means and variances; unchanged where there is no batch.</returns>
    public static Network Recalibrate(
        Network network,
        IEnumerable<TrainingBatch> batches,
        ExecutionOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        using var torch = new TorchNetwork(network, options);
        using var frozen = no_grad();
        var count = 0;
        foreach (var batch in batches)
        {
            using (batch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                var images = batch.ImagesOn(torch.Device);
                // The n-th batch takes an n-th share: the running value is the average of all so far.
                torch.Forward(images, training: true, normMomentum: 1.0 / ++count);
            }
        }

        return count == 0 ? network : torch.ToNetwork();
    }
}
