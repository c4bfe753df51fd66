using Pruning.Graphs;

namespace Pruning.Checkpoints.StateDicts;

/// <summary>Tensors by name, without structure, wherever they are kept.</summary>
internal interface IStateDict
{
    IReadOnlyCollection<string> Names { get; }

    /// <summary>The shape of a tensor, as the file says.</summary>
    IReadOnlyList<long> ShapeOf(string name);

    /// <summary>A tensor's values, under another name.</summary>
    Parameter Read(string name, string renamed);
}
