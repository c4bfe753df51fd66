using System.Collections.Immutable;

namespace Pruning.Benchmarks.Kills;

/// <summary>A kill.</summary>
/// <param name="Aim">The place that it was meant to hit.</param>
/// <param name="Place">The place that it hit.</param>
/// <param name="Repeated">Epochs that the next builds did again: the one that ran, or none.</param>
internal sealed record KillRecord(string Aim, string Place, Victim Victim, int Repeated);

/// <summary>A disk or a remote cache that failed a build.</summary>
/// <param name="Place">Where the build was then.</param>
/// <param name="Outcome">What the build said, by codes; or that it did not notice.</param>
internal sealed record TroubleRecord(string Place, string Trouble, string Outcome);

/// <summary>A project that was built from nothing to its end, disturbed again and again.</summary>
/// <param name="Index">With the seed it decides all that is drawn.</param>
/// <param name="Builds">That were started.</param>
/// <param name="Epochs">That were told as finished; without a repetition as many as an undisturbed build has.</param>
/// <param name="SameBits">Whether all that came out is what an undisturbed build leaves.</param>
/// <param name="Lost">Finished work that was done again: epochs and steps.</param>
/// <param name="Faults">Whatever else was not as it has to be, in words.</param>
internal sealed record RoundRecord(
    FrontEnd FrontEnd,
    int Seed,
    int Index,
    ImmutableArray<KillRecord> Kills,
    int Builds,
    int Epochs,
    bool SameBits,
    int Lost,
    ImmutableArray<string> Faults,
    double Seconds
)
{
    /// <summary>What the builds were disturbed with.</summary>
    public Disturbance Disturbance { get; init; }

    public ImmutableArray<TroubleRecord> Troubles { get; init; } = [];
}
