using System.Collections.Immutable;
using Pruning.Data;
using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Pruners.Blocks;
using Pruning.Pruners.SecondOrder;
using Pruning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Pruners;

/// <summary>
/// Evidence from training images: a few batches through the network, and for the loss back again. Changes nothing.
/// </summary>
/// <param name="batches">The same images at each call; each batch is disposed.</param>
/// <param name="imageSize">Height and width of the images in pixels.</param>
public sealed class ImageEvidence(
    Func<IEnumerable<TrainingBatch>> batches,
    int imageSize,
    Hyperparameters hyperparameters,
    ExecutionOptions execution,
    CancellationToken cancellation = default
) : ICalibrationStatistics
{
    private const ulong DirectionSeed = 1;

    /// <summary>What <see cref="LossChanges"/> looks at instead; each batch is disposed.</summary>
    public Func<IEnumerable<TrainingBatch>>? GradientBatches { get; init; }

    public ImmutableArray<InputChannelStatistics> LossChanges(Network network)
    {
        using var torch = new TorchNetwork(network, execution);
        var loss = new DetectionLoss(network.Graph.Detect!, hyperparameters, imageSize, torch.Device);
        var readers = ReadersOf(network.Graph);
        return [.. Run(torch, (GradientBatches ?? batches)(), (images, batch) =>
            {
                // The running statistics stay: a share of 0 of each batch.
                var (total, _) = loss.Compute(torch.Forward(images, training: true, normMomentum: 0), batch.Targets);
                BackwardPass.Run(total.Over(batch.Count));
                return new InputChannelStatistics(
                    readers.ToDictionary(
                        reader => reader.Name,
                        reader => TakeChange(torch.Parameters[$"{reader.Name}.weight"])
                    )
                );
            })];
    }

    public IReadOnlyDictionary<string, ReaderCurvature> Curvatures(Network network)
    {
        var readers = ReadersOf(network.Graph);
        var device = execution.Device.ToTorch();
        var loss = new DetectionLoss(network.Graph.Detect!, hyperparameters, imageSize, device);
        using var sums = new CurvatureSums(readers, network.Parameters, device);
        new OutputGradients(loss, execution, DirectionSeed, cancellation).Run(
            network,
            readers.SelectMany(reader => new[] { reader.Input, reader.Name }),
            sums.Knows,
            batches(),
            sums.Add
        );
        return sums.Read();
    }

    public (double Whole, ImmutableArray<double> Without) MeanLosses(Network network, ImmutableArray<Block> blocks)
    {
        using var torch = new TorchNetwork(network, execution);
        using var frozen = no_grad();
        var loss = new DetectionLoss(network.Graph.Detect!, hyperparameters, imageSize, torch.Device);
        var losses = Average([
            .. Run(torch, batches(), (images, batch) =>
                BlockDetours.Run(torch.Begin(images, training: true, normMomentum: 0), blocks, levels =>
                    (double)HostTensor.ToArray(loss.Compute(levels, batch.Targets).Total.Over(batch.Count))[0]
                )
            ),
        ]);
        return (losses[^1], [.. losses[..^1]]);
    }

    public InputChannelStatistics InputEnergies(Network network)
    {
        var readers = ReadersOf(network.Graph);
        ImmutableArray<string> read = [.. readers.Select(reader => reader.Input).Distinct()];
        // A network without a head gives its outputs, so what the readers read becomes its outputs.
        using var torch = new TorchNetwork(
            network with
            {
                Graph = new Graph(network.Graph.Nodes.Where(node => node is not DetectNode), read),
            },
            execution
        );
        var batchSquares = Run(torch, batches(), (images, _) =>
                torch.Forward(images, training: false).Select(MeanSquares).ToArray()
            )
            .ToList();
        var squares = read.Select((_, node) => Average([.. batchSquares.Select(batch => batch[node])])).ToArray();
        return new InputChannelStatistics(
            readers.ToDictionary(reader => reader.Name, reader => squares[read.IndexOf(reader.Input)])
        );
    }

    private static ImmutableArray<ConvolutionNode> ReadersOf(Graph graph) =>
        [.. graph.Nodes.OfType<ConvolutionNode>().Where(node => node.Groups == 1)];

    private IEnumerable<T> Run<T>(
        TorchNetwork torch,
        IEnumerable<TrainingBatch> observed,
        Func<Tensor, TrainingBatch, T> observe
    )
    {
        var any = false;
        foreach (var batch in observed)
        {
            using (batch)
            {
                any = true;
                cancellation.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                yield return observe(batch.ImagesOn(torch.Device), batch);
            }
        }

        if (!any)
            throw new InvalidOperationException("There is no batch to look at.");
    }

    // The gradient is taken: the next batch starts at zero.
    private static double[] TakeChange(Tensor weight)
    {
        using var scope = NewDisposeScope();
        var gradient = weight.grad!;
        var change = ToDoubles((weight.detach() * gradient).sum([0, 2, 3])); // [O, I, H, W] to [I]
        gradient.zero_();
        return change;
    }

    private static double[] MeanSquares(Tensor map) => ToDoubles(map.Power(2).mean([0, 2, 3])); // [B, C, H, W] to [C]

    private static double[] Average(double[][] batches) =>
        [.. Enumerable.Range(0, batches[0].Length).Select(channel => batches.Average(values => values[channel]))];

    private static double[] ToDoubles(Tensor tensor) => [.. HostTensor.ToArray(tensor).Select(value => (double)value)];
}
