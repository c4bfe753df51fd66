using System.Collections.Immutable;
using Pruning.Evaluation.Gates;

namespace Pruning.Pipeline.Options;

/// <summary>Every item type that a <c>.pruneproj</c> can hold, with its metadata.</summary>
public static class ItemCatalogue
{
    /// <summary>What a sparsity target can limit.</summary>
    public static ImmutableArray<string> TargetNames { get; } =
    ["Channels", "Parameters", "Flops", "FileSize", "Latency"];

    /// <summary>The target that is an accuracy: the size follows.</summary>
    public const string MaximumDrop = "MaximumDrop";

    public static readonly ItemKind SparsityTarget = new(
        "SparsityTarget",
        string.Join(", ", TargetNames.Add(MaximumDrop)),
        "How small the pruned network must be; all targets must hold. Latency is that of one picture in ONNX "
            + "Runtime, with one thread, on the machine that builds. MaximumDrop asks for the smallest network whose "
            + "mAP50-95 is at most Value below the baseline's, found by trials.",
        [
            new("Reduction", "The share to remove, such as 50%."),
            new("Maximum", "The most that may remain, such as 1.2 G, 2 MB or 15 ms."),
            new("Value", "Of MaximumDrop: absolute points of mAP50-95, such as 0.01."),
            new("Metric", "Of MaximumDrop: what is made small; Flops unless it says otherwise."),
            new(
                "Confidence",
                "Of MaximumDrop: the chance, as far as the images can tell, that the drop is no larger, 50% or "
                    + "more; 80% unless it says otherwise."
            ),
        ]
    );

    public static readonly ItemKind LayerSparsity = new(
        "LayerSparsity",
        "a pattern over layer names, such as model.2.*",
        "A fixed ratio for some layers.",
        [new("Ratio", "The share of channels to remove, such as 0.3.")]
    );

    public static readonly ItemKind KeepLayer = new(
        "KeepLayer",
        "a pattern over layer names, such as model.24",
        "Layers that pruning leaves whole.",
        []
    );

    public static readonly ItemKind Gate = new(
        "Gate",
        string.Join(", ", GateMetric.KnownNames),
        "A bound that the exported model has to keep, or the build fails.",
        [
            new("Minimum", "The least value that passes."),
            new("Maximum", "The greatest value that passes."),
            new("MaximumDrop", "How far below the baseline an accuracy may be, in absolute points."),
            new(
                "Confidence",
                "Of Precision, Recall, F1, Precision/<class> and Recall/<class>: boxes of at least so much count, 0 to 1. "
                    + "0.25 unless it says otherwise; Precision and Recall without it are read where the mean F1 is "
                    + "largest."
            ),
            new("Severity", "error or warning."),
        ]
    );

    public static readonly ItemKind UnlabeledImages = new(
        "UnlabeledImages",
        "a folder of pictures, a list of them, or pictures such as pool/**/*.jpg",
        "Pictures on which the pruned network imitates the whole one, beside the training images: of the same "
            + "kind as those, the more the better. Labels beside them are not read.",
        []
    )
    {
        NamesFiles = true,
    };

    public static ImmutableArray<ItemKind> All { get; } =
    [SparsityTarget, LayerSparsity, KeepLayer, UnlabeledImages, Gate];
}
