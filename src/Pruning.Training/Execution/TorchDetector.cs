using System.Collections.Immutable;
using Pruning.Evaluation;
using Pruning.Graphs;
using static TorchSharp.torch;

namespace Pruning.Execution;

/// <summary>A network in memory as a detector. Takes any input size that is a multiple of the stride.</summary>
public sealed class TorchDetector : IDetector, IDisposable
{
    private readonly TorchNetwork _network;

    /// <summary>
    /// Side in pixels to which pictures are reduced before the network looks at them, as an exported file does it; null
    /// leaves them as they are.
    /// </summary>
    public int? Resolution { get; init; }

    /// <param name="network">With a detection head.</param>
    /// <exception cref="ArgumentException">The network has no head.</exception>
    public TorchDetector(Network network, ExecutionOptions? options = null)
    {
        if (network.Graph.Detect is null)
            throw new ArgumentException("A detector needs a network with a detection head.", nameof(network));
        _network = new TorchNetwork(network, options);
        Stride = network.MaximumStride;
    }

    public ImmutableArray<string> ClassNames => _network.ClassNames;

    public int Stride { get; }

    public Extent? FixedInput => null;

    public int? FixedBatch => null;

    public float[] Detect(ReadOnlyMemory<byte> pixels, int batch, int height, int width)
    {
        if (!StrideFit.Fits(height, width, Stride))
            throw new ArgumentException(
                $"An input of {height}x{width} pixels is no multiple of the stride, {Stride}.",
                nameof(height)
            );
        if (pixels.Length != (long)batch * 3 * height * width)
            throw new ArgumentException(
                $"[{batch}, 3, {height}, {width}] does not hold {pixels.Length} bytes.",
                nameof(pixels)
            );
        using var scope = NewDisposeScope();
        var images = ImageTensor.FromBytes(pixels.Span, batch, height, width, _network.Device); // [B, 3, H, W]
        if (Resolution is not { } side)
            return HostTensor.ToArray(_network.Decode(_network.Forward(images, training: false)));
        if (height != width)
            throw new ArgumentException(
                $"An input of {height}x{width} pixels is not square, and is to be reduced to {side}x{side}.",
                nameof(height)
            );
        var reduced = nn.functional.interpolate(
            images,
            size: [side, side],
            mode: InterpolationMode.Bilinear,
            align_corners: false
        ); // [B, 3, R, R]
        var boxes = _network.Decode(_network.Forward(reduced, training: false)); // [B, N, 5+C]
        boxes[TensorIndex.Ellipsis, TensorIndex.Slice(stop: HeadColumns.Box)].Scale((double)width / side);
        return HostTensor.ToArray(boxes);
    }

    public void Dispose() => _network.Dispose();
}
