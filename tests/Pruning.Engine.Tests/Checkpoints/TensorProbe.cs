using Pruning.Checkpoints.Pickling;
using Pruning.Checkpoints.StateDicts;
using Pruning.Checkpoints.Torch;
using Pruning.Graphs;

namespace Pruning.Checkpoints;

/// <summary>Reads single tensors of a PyTorch file, past what a network needs.</summary>
internal static class TensorProbe
{
    public static Parameter[] Read(string path, params string[] names)
    {
        using var stream = File.OpenRead(path);
        using var archive = new TorchArchive(path, stream);
        var root = PickleMachine.Read(archive.Pickle(PickleLimits.Default.Bytes), new TorchPickleHost(path));
        var dict = PickledStateDict.Find(root, new TensorReader(path, archive))!;
        return [.. names.Select(name => dict.Read(name, name))];
    }
}
