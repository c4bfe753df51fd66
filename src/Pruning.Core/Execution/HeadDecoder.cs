using Pruning.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Execution;

/// <summary>
/// YOLOv5's box decoding, for each cell of a level: centre = (2σ(xy) − 0.5 + cell) · stride, size = (2σ(wh))² · anchor.
/// </summary>
internal sealed class HeadDecoder(DetectNode head, Device device) : IDisposable
{
    private readonly Dictionary<(int Level, long Height, long Width), Tensor> _grids = [];
    private readonly Tensor[] _anchors = [.. head.Anchors.Select(level => AnchorsOf([.. level], device))];

    public Tensor Decode(IReadOnlyList<Tensor> levels)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var flat = new Tensor[levels.Count];
        for (var level = 0; level < flat.Length; level++)
            flat[level] = Decode(level, levels[level]);
        return cat(flat, 1).MoveToOuterDisposeScope(); // [B, N, 5+C]
    }

    public void Dispose()
    {
        foreach (var tensor in _grids.Values.Concat(_anchors))
            tensor.Dispose();
    }

    private Tensor Decode(int level, Tensor raw)
    {
        var shape = raw.shape; // [B, A, H, W, 5+C]
        var scores = raw.sigmoid();
        var centre = (scores.narrow(4, 0, 2) * 2 + Grid(level, shape[2], shape[3])) * head.Strides[level];
        var size = (scores.narrow(4, 2, 2) * 2).pow(2) * _anchors[level];
        var rest = scores.narrow(4, 4, shape[4] - 4);
        return cat([centre, size, rest], 4).view(shape[0], shape[1] * shape[2] * shape[3], shape[4]);
    }

    // [1, 1, H, W, 2]: column and row of each cell, less one half.
    private Tensor Grid(int level, long height, long width)
    {
        var key = (level, height, width);
        if (_grids.TryGetValue(key, out var known))
            return known;
        var values = new float[height * width * 2];
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
            {
                var at = ((row * width) + column) * 2;
                values[at] = column - 0.5f;
                values[at + 1] = row - 0.5f;
            }
        }

        return _grids[key] = HostTensor.From(values, [1, 1, height, width, 2], device).DetachFromDisposeScope();
    }

    // [1, A, 1, 1, 2], in pixels.
    private static Tensor AnchorsOf(Anchor[] anchors, Device device)
    {
        var values = anchors.SelectMany(anchor => new[] { anchor.Width, anchor.Height }).ToArray();
        return HostTensor.From(values, [1, anchors.Length, 1, 1, 2], device).DetachFromDisposeScope();
    }
}
