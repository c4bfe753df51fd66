using System.Collections.Immutable;

namespace Pruning.Benchmarks.Slimming;

/// <summary>A way to make a network smaller: what it sets beside the experiment's own project.</summary>
/// <param name="Name">In the table.</param>
/// <param name="Settings">Properties of a model project; they go before the experiment's own.</param>
internal sealed record SlimmingTrial(string Name, ImmutableArray<(string Property, string Value)> Settings)
{
    /// <param name="sparse">Epochs of sparse training in the experiment.</param>
    /// <param name="tuned">Epochs of fine-tuning.</param>
    public static ImmutableArray<SlimmingTrial> All(int sparse, int tuned) =>
    [
        new("default", []),
        .. ((string[])["taylor", "activation", "bn-scale", "l1", "l2", "fpgm", "lamp", "random"]).Select(name => new SlimmingTrial($"importance {name}", [("Importance", name)])),
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
        [("SparseEpochs", "0"), ("FineTuneEpochs", (sparse + tuned).ToString(System.Globalization.CultureInfo.InvariantCulture))];
}
