using Pruning.Checkpoints.Pickling;
using Pruning.Checkpoints.Torch;
using Pruning.Graphs;

namespace Pruning.Checkpoints.StateDicts;

/// <summary>A state dict in a PyTorch file.</summary>
internal sealed class PickledStateDict : IStateDict
{
    private readonly Dictionary<string, TorchTensor> _tensors;
    private readonly TensorReader _reader;

    private PickledStateDict(Dictionary<string, TorchTensor> tensors, TensorReader reader)
    {
        _tensors = tensors;
        _reader = reader;
    }

    public IReadOnlyCollection<string> Names => _tensors.Keys;

    /// <summary>
    /// The state dict at the top of a file, or under one of the names it is usually kept by; null where there is none.
    /// </summary>
    public static PickledStateDict? Find(object? root, TensorReader reader)
    {
        var top = root as PickleDictionary;
        object?[] places = [top?["ema"], top?["model"], top?["state_dict"], top?["model_state_dict"], top];
        return places.Select(place => From(place, reader)).FirstOrDefault(found => found is not null);
    }

    public IReadOnlyList<long> ShapeOf(string name) => _tensors[name].Sizes;

    public Parameter Read(string name, string renamed) => _reader.Read(renamed, _tensors[name]);

    private static PickledStateDict? From(object? value, TensorReader reader)
    {
        var tensors = new Dictionary<string, TorchTensor>(StringComparer.Ordinal);
        foreach (var (key, item) in (value as PickleDictionary)?.Entries ?? [])
        {
            if (key is string name && item is TorchTensor tensor)
                tensors[name] = tensor;
        }

        return tensors.Count > 0 ? new PickledStateDict(tensors, reader) : null;
    }
}
