using Pruning.Graphs;
using Pruning.Graphs.Import;

namespace Pruning.Checkpoints.StateDicts;

/// <summary>
/// A state dict in which torch's pruning utilities left tensors with their masks: each pair is one tensor here, its
/// mask applied.
/// </summary>
internal sealed class MaskedStateDict : IStateDict
{
    private readonly string _path;
    private readonly IStateDict _inner;
    private readonly HashSet<string> _names;
    private readonly HashSet<string> _masked;

    public MaskedStateDict(string path, IStateDict inner)
    {
        _path = path;
        _inner = inner;
        _names = [.. inner.Names];
        _masked =
        [
            .. inner
                .Names.Where(name => name.EndsWith(PruningMask.Original, StringComparison.Ordinal))
                .Select(name => name[..^PruningMask.Original.Length]),
        ];
        if (_masked.FirstOrDefault(name => !_names.Contains(name + PruningMask.Mask)) is { } alone)
            throw CheckpointErrors.NotYolo(
                path,
                $"it has '{CheckpointErrors.Quote(alone + PruningMask.Original)}', as torch's pruning utilities "
                    + $"write it, without '{CheckpointErrors.Quote(alone + PruningMask.Mask)}'; call "
                    + $"torch.nn.utils.prune.remove and save it again"
            );
        _names.UnionWith(_masked);
    }

    public IReadOnlyCollection<string> Names => _names;

    public IReadOnlyList<long> ShapeOf(string name) =>
        _inner.ShapeOf(_masked.Contains(name) ? name + PruningMask.Original : name);

    public Parameter Read(string name, string renamed) =>
        _masked.Contains(name)
            ? PruningMask.Apply(
                _path,
                _inner.Read(name + PruningMask.Original, renamed),
                _inner.Read(name + PruningMask.Mask, renamed + PruningMask.Mask)
            )
            : _inner.Read(name, renamed);
}
