namespace Pruning.Benchmarks.Kills;

/// <summary>What a round's builds are disturbed with.</summary>
internal enum Disturbance
{
    Kills,
    Disks,
    Remotes,
}
