using System.Collections.Immutable;

namespace Pruning.Benchmarks.Kills;

/// <summary>What a campaign was asked for.</summary>
/// <param name="Kills">Of each front end, at least; so are the others.</param>
/// <param name="Disks">Disks that fill up or become read-only.</param>
/// <param name="Remotes">Builds that a remote cache fails.</param>
/// <param name="Seed">Decides who is disturbed where, and after which delay.</param>
/// <param name="Log">The file that rounds are added to.</param>
internal sealed record CampaignSettings(
    ImmutableArray<FrontEnd> FrontEnds,
    int Kills,
    int Disks,
    int Remotes,
    int Seed,
    string Log
)
{
    public int CountOf(Disturbance disturbance) =>
        disturbance switch
        {
            Disturbance.Kills => Kills,
            Disturbance.Disks => Disks,
            _ => Remotes,
        };
}
