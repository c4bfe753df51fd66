using Pruning.Graphs;

namespace Pruning.Checkpoints.StateDicts;

/// <summary>A state dict under YOLOv5's own names, whatever its file puts before them.</summary>
internal sealed class PrefixedStateDict(IStateDict inner, string prefix)
{
    private readonly HashSet<string> _names = [.. inner.Names];

    public bool Has(string name) => _names.Contains(Stored(name));

    public IReadOnlyList<long> ShapeOf(string name) => inner.ShapeOf(Stored(name));

    public Parameter Read(string name) => inner.Read(Stored(name), name);

    private string Stored(string name) => prefix + name["model.".Length..];
}
