using System.Collections.Immutable;

namespace Pruning.Benchmarks.Slimming;

/// <summary>What a run of the slimming table was asked for.</summary>
/// <param name="Trials">Names; empty for all.</param>
/// <param name="Reductions">Of FLOPs, in per cent.</param>
/// <param name="Seeds">Each trial runs with each.</param>
/// <param name="Dense">Epochs of the dense trainings that stand beside them; the first is what is cut.</param>
/// <param name="Sparse">Epochs of sparse training.</param>
/// <param name="Tuned">Epochs of fine-tuning.</param>
/// <param name="Set">
/// Properties of every row's project; they win over the row's own. The network that is cut is trained without them.
/// </param>
/// <param name="Cache">The stage store, where a run goes on that was stopped.</param>
/// <param name="ShowsTest">
/// Whether the test split's figures are shown: once, when all has been chosen on the validation split.
/// </param>
internal sealed record SlimmingSettings(
    ImmutableArray<string> Trials,
    ImmutableArray<int> Reductions,
    ImmutableArray<int> Seeds,
    ImmutableArray<int> Dense,
    int Sparse,
    int Tuned,
    ImmutableArray<(string Property, string Value)> Set,
    string Cache,
    bool ShowsTest
)
{
    /// <summary>Whether a row was asked for.</summary>
    public bool Wants(string name) => Trials.IsEmpty || Trials.Contains(name);
}
