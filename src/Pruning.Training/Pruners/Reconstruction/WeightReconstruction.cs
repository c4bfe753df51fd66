using Pruning.Data;
using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Pruners.Reconstruction;

/// <summary>
/// Makes what a cut has left make up for what has gone: layer by layer, the weights with which the cut network's
/// convolution comes nearest to what the whole network's gives in the same channels (He, Zhang and Sun, "Channel
/// Pruning for Accelerating Very Deep Neural Networks", ICCV 2017: least squares, the layers before as they have
/// become). No gradients, no epochs.
/// </summary>
public static class WeightReconstruction
{
    private const long Room = 1L << 30;

    // Of the largest: what a step reads and what it makes, in both networks.
    private const int MapsAtOnce = 4;

    internal const int MostBatches = 8;

    /// <param name="network">Before the cut.</param>
    /// <param name="cut">What <see cref="Surgery"/> made of it by <paramref name="plan"/>.</param>
    /// <param name="batches">Training images, normalised by their batches' own statistics; each is disposed.</param>
    /// <returns>The cut network with other weights; its running statistics are still those from before.</returns>
    /// <exception cref="Diagnostics.PruneException">PRUNE4008: the plan was made for another network.</exception>
    public static Network Run(
        Network network,
        Network cut,
        PrunePlan plan,
        IEnumerable<TrainingBatch> batches,
        ExecutionOptions execution,
        CancellationToken cancellation = default
    )
    {
        var kept = KeptChannels.Follow(network, plan);
        using var whole = new TorchNetwork(network, execution);
        using var part = new TorchNetwork(cut, execution);
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        List<(NetworkWalk Whole, NetworkWalk Part)> walks = [];
        foreach (var batch in batches)
        {
            using (batch)
            {
                var images = batch.ImagesOn(whole.Device);
                walks.Add(
                    (
                        whole.Begin(images, training: true, normMomentum: 0),
                        part.Begin(images, training: true, normMomentum: 0)
                    )
                );
            }
        }

        for (var index = 0; walks.Count > 0 && walks[0].Whole.Next is { } step; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var walk in walks)
                walk.Whole.Advance();
            // The channels of a grouped convolution have but their own group to go by.
            if (step.Node is ConvolutionNode { Groups: 1 } convolution)
                Fit(convolution, part, walks, kept[convolution.Name], index);
            foreach (var walk in walks)
                walk.Part.Advance();
        }

        return part.ToNetwork();
    }

    /// <summary>How many batches there is room for: all of them go through both networks side by side.</summary>
    public static int AffordableBatches(Network network, int batchSize, int imageSize)
    {
        var largest = ShapeInference
            .Infer(network.Graph, network.Parameters, imageSize, imageSize)
            .Values.Max(shape => (long)shape.Channels * shape.Height * shape.Width);
        return (int)Math.Clamp(Room / (largest * sizeof(float) * MapsAtOnce * batchSize), 1, MostBatches);
    }

    private static void Fit(
        ConvolutionNode node,
        TorchNetwork part,
        List<(NetworkWalk Whole, NetworkWalk Part)> walks,
        int[] kept,
        int seed
    )
    {
        using var scope = NewDisposeScope();
        using var fit = new ConvolutionFit(
            node,
            part.Parameters[$"{node.Name}.weight"],
            part.Parameters.Find($"{node.Name}.bias"),
            MapPlaces.Usual,
            seed
        );
        var channels = tensor([.. kept.Select(channel => (long)channel)], device: part.Device);
        foreach (var walk in walks)
            fit.Add(walk.Part[node.Input], walk.Whole[node.Name].index_select(1, channels));
        fit.Apply();
    }
}
