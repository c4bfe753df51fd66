using System.Collections.Immutable;
using System.Security.Cryptography;
using Pruning.Data;
using Pruning.Execution;
using Pruning.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Training.Distilling;

/// <summary>
/// A network that is asked, once a batch, and never learns: its running statistics stay, and nothing is recorded. Where
/// images come again as they are, each is asked about once and remembered, as long as there is room.
/// </summary>
internal sealed class Teacher : IDisposable
{
    private readonly TorchNetwork _network;
    private readonly ImmutableArray<string> _taps;
    private readonly bool _remembers;
    private readonly long _room;
    private readonly Dictionary<string, TeacherOutputs> _known = new(StringComparer.Ordinal);
    private long _taken;

    /// <param name="taps">The maps to give beside the output.</param>
    /// <param name="remembers">Whether images come again, pixel by pixel the same.</param>
    /// <param name="room">Bytes for what is remembered.</param>
    public Teacher(
        Network network,
        ExecutionOptions execution,
        ImmutableArray<string> taps,
        bool remembers,
        long room = 1L << 30
    )
    {
        (_taps, _remembers, _room) = (taps, remembers, room);
        _network = new TorchNetwork(network, execution with { Rounding = null });
    }

    /// <summary>Images that the network was run on.</summary>
    public long Asked { get; private set; }

    /// <param name="images"><c>[B, 3, H, W]</c>: the batch's, on the device.</param>
    /// <returns>In the caller's dispose scope.</returns>
    public TeacherOutputs Ask(Tensor images, TrainingBatch batch)
    {
        if (!_remembers)
            return Run(images);
        var size = batch.PixelCount / batch.Count;
        var outputs = new TeacherOutputs[batch.Count];
        for (var image = 0; image < outputs.Length; image++)
        {
            var key =
                $"{batch.Height}x{batch.Width} "
                + $"{Convert.ToHexString(SHA256.HashData(batch.Pixels.AsSpan(image * size, size)))}";
            // One by one, remembered or not: what it says of an image must not depend on the others, or a resumed
            // training would differ.
            outputs[image] = _known.GetValueOrDefault(key) ?? Remember(key, Run(images.narrow(0, image, 1)));
        }

        return TeacherOutputs.Join(outputs);
    }

    public void Dispose()
    {
        foreach (var tensor in _known.Values.SelectMany(outputs => outputs.All))
            tensor.Dispose();
        _known.Clear();
        _network.Dispose();
    }

    private TeacherOutputs Run(Tensor images)
    {
        Asked += images.shape[0];
        var (levels, features) = _network.Forward(images, training: false, normMomentum: null, _taps);
        return new TeacherOutputs(levels, features);
    }

    private TeacherOutputs Remember(string key, TeacherOutputs outputs)
    {
        var size = outputs.All.Sum(tensor => tensor.numel() * tensor.ElementSize);
        if (_taken + size > _room)
            return outputs;
        _taken += size;
        foreach (var tensor in outputs.All)
            tensor.DetachFromDisposeScope();
        return _known[key] = outputs;
    }
}
