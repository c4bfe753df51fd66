using Pruning.Graphs;
using Pruning.Yolo.Heads;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Execution;

/// <summary>
/// Decodes the boxes of every cell, as <see cref="BoxDecoding"/> says. Keeps what depends on the maps' sizes.
/// </summary>
internal sealed class HeadDecoder(DetectNode head, Device device) : IDisposable
{
    private readonly Dictionary<(int Level, long Height, long Width), Tensor> _starts = [];
    private readonly Tensor[] _anchors = [.. head.Anchors.Select(level => HeadTensor.Anchors(level, device))];

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
        foreach (var tensor in _starts.Values.Concat(_anchors))
            tensor.Dispose();
    }

    private Tensor Decode(int level, Tensor raw)
    {
        var shape = raw.shape; // [B, A, H, W, 5+C]
        var scores = raw.sigmoid();
        var centres = HeadTensor
            .Centres(HeadTensor.Centre(scores), Starts(level, shape[2], shape[3]))
            .Times(head.Strides[level]);
        var sizes = HeadTensor.Sizes(HeadTensor.Size(scores), _anchors[level]);
        return cat([centres, sizes, HeadTensor.Scores(scores)], -1)
            .view(shape[0], shape[1] * shape[2] * shape[3], shape[4]);
    }

    // [1, 1, H, W, 2]: where the centres of each column and row begin.
    private Tensor Starts(int level, long height, long width)
    {
        var key = (level, height, width);
        if (_starts.TryGetValue(key, out var known))
            return known;
        var values = new float[height * width * 2];
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
            {
                var at = ((row * width) + column) * 2;
                values[at] = BoxDecoding.Start(column);
                values[at + 1] = BoxDecoding.Start(row);
            }
        }

        return _starts[key] = HostTensor.From(values, [1, 1, height, width, 2], device).DetachFromDisposeScope();
    }
}
