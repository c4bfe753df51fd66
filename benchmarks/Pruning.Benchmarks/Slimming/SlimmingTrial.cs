using System.Collections.Immutable;
using System.Globalization;
using Pruning.Pruners;

namespace Pruning.Benchmarks.Slimming;

/// <summary>A way to make a network smaller: what it sets beside the experiment's own project.</summary>
/// <param name="Name">In the table.</param>
/// <param name="Settings">Properties of a model project; they go before the experiment's own.</param>
internal sealed record SlimmingTrial(string Name, ImmutableArray<(string Property, string Value)> Settings)
{
    /// <summary>
    /// Whether fine-tuning takes as long as the dense network's training for as many epochs: a step of a pruned one
    /// costs less.
    /// </summary>
    public bool AtEqualCompute { get; init; }

    /// <summary>Whether the cut network imitates on a set's unlabelled pictures, too.</summary>
    public bool TakesUnlabeled { get; init; }

    /// <summary>
    /// Whether channels alone are cut, and the pruned network looks at as many pixels as the dense one.
    /// </summary>
    public bool KeepsPixels { get; init; }

    /// <summary>Properties for a cut.</summary>
    /// <param name="reduction">Of the operations, in per cent.</param>
    /// <param name="tuned">Epochs of fine-tuning in the experiment.</param>
    /// <param name="imageSize">Pixels.</param>
    public IEnumerable<(string Property, string Value)> For(int reduction, int tuned, int imageSize) =>
        [
            .. Settings,
            .. AtEqualCompute
                ? [("FineTuneEpochs", EqualEpochs(reduction, tuned).ToString(CultureInfo.InvariantCulture))]
                : Array.Empty<(string, string)>(),
            .. KeepsPixels
                ? [("Resolution", imageSize.ToString(CultureInfo.InvariantCulture))]
                : Array.Empty<(string, string)>(),
        ];

    // A step costs three passes through the network, and one more through the dense one where that is the teacher.
    private static int EqualEpochs(int reduction, int tuned) =>
        (int)Math.Round(3.0 * tuned / ((3 * (1 - (reduction / 100.0))) + 1));

    /// <param name="sparse">Epochs of sparse training in the experiment.</param>
    /// <param name="tuned">Epochs of fine-tuning.</param>
    public static ImmutableArray<SlimmingTrial> All(int sparse, int tuned) =>
        [
            new("default", []),
            new("default, equal compute", []) { AtEqualCompute = true },
            new("channels alone", []) { KeepsPixels = true },
            new("unlabelled pictures", []) { TakesUnlabeled = true },
            .. Importance.All.Select(importance => new SlimmingTrial(
                $"importance {importance.Name}",
                [("Importance", importance.Name)]
            )),
            new("no distillation", [("Distillation", "none")]),
            new("no reconstruction", [("Reconstruct", "false")]),
            new("distillation weight 3", [("DistillationOutputWeight", "3")]),
            new("distillation feature", [("Distillation", "feature")]),
            new("group lasso", [("SparsityRegularizer", "groups")]),
            new("penalty 0.02", [("SparsityPenalty", "0.02"), ("Importance", "bn-scale")]),
            new("schedule gradual", [("Schedule", "gradual")]),
            new("schedule one-shot", [("Schedule", "one-shot")]),
            new("schedule iterative", [("Schedule", "iterative"), ("PruneSteps", "3"), .. OnlyTuned(sparse, tuned)]),
            new("schedule sensitivity", [("Schedule", "sensitivity"), .. OnlyTuned(sparse, tuned)]),
            new("no sparse training", OnlyTuned(sparse, tuned)),
        ];

    // The same epochs in all, each after the cut.
    private static ImmutableArray<(string, string)> OnlyTuned(int sparse, int tuned) =>
        [("SparseEpochs", "0"), ("FineTuneEpochs", (sparse + tuned).ToString(CultureInfo.InvariantCulture))];
}
