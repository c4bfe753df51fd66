using System.Collections.Immutable;
using Pruning.Evaluation.Gates;

namespace Pruning.Pipeline.Options;

/// <summary>Every item type that a <c>.pruneproj</c> can hold, with its metadata.</summary>
public static class ItemCatalogue
{
    /// <summary>What a sparsity target can limit.</summary>
    public static ImmutableArray<string> TargetNames { get; } = ["Channels", "Parameters", "Flops", "FileSize", "Latency"];

    public static readonly ItemKind SparsityTarget = new("SparsityTarget", string.Join(", ", TargetNames), "How small the pruned network must be; all targets must hold. Latency is that of one picture in ONNX Runtime, with one thread, on the machine that builds.",
    [
        new("Reduction", "The share to remove, such as 50%."),
        new("Maximum", "The most that may remain, such as 1.2 G, 2 MB or 15 ms."),
    ]);

    public static readonly ItemKind LayerSparsity = new("LayerSparsity", "a pattern over layer names, such as model.2.*", "A fixed ratio for some layers.",
    [
        new("Ratio", "The share of channels to remove, such as 0.3."),
    ]);

    public static readonly ItemKind KeepLayer = new("KeepLayer", "a pattern over layer names, such as model.24", "Layers that pruning leaves whole.", []);

    public static readonly ItemKind Gate = new("Gate", string.Join(", ", GateMetric.KnownNames), "A bound that the exported model has to keep, or the build fails.",
    [
        new("Minimum", "The least value that passes."),
        new("Maximum", "The greatest value that passes."),
        new("MaximumDrop", "How far below the baseline an accuracy may be, in absolute points."),
        new("Severity", "error or warning."),
    ]);

    public static ImmutableArray<ItemKind> All { get; } = [SparsityTarget, LayerSparsity, KeepLayer, Gate];
}
