using System.Collections.Frozen;

namespace Pruning.Training.Sparsity;

/// <summary>What a penalty remembers: part of a checkpoint.</summary>
/// <param name="Led">Channels on their way to 0, by group.</param>
/// <param name="Gone">Channels that are 0 and stay so.</param>
/// <param name="Progress">Of <see cref="ShrinkageSchedule"/>.</param>
/// <param name="Speed">Of the same.</param>
/// <param name="Share">Of a gradual choice: how much of the way has been chosen.</param>
/// <param name="Waits">Of a gradual choice: whether the next epoch chooses nothing.</param>
internal sealed record PenaltyState(
    IReadOnlyDictionary<string, int[]> Led,
    IReadOnlyDictionary<string, int[]> Gone,
    double Progress,
    double Speed,
    double Share,
    bool Waits
)
{
    public static PenaltyState Start { get; } =
        new(FrozenDictionary<string, int[]>.Empty, FrozenDictionary<string, int[]>.Empty, 0, 1, 0, false);
}
