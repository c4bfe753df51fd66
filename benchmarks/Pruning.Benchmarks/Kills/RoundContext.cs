namespace Pruning.Benchmarks.Kills;

/// <summary>What is built in a round, how, and what has to come of it.</summary>
internal sealed record RoundContext(
    KilledProject Project,
    FrontEnd FrontEnd,
    BuildSchedule Schedule,
    BuildReference Reference
);
