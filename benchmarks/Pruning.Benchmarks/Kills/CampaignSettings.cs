using System.Collections.Immutable;

namespace Pruning.Benchmarks.Kills;

/// <summary>What a campaign was asked for.</summary>
/// <param name="Kills">Of each front end, at least.</param>
/// <param name="Seed">Decides who is killed where, and after which delay.</param>
/// <param name="Log">The file that rounds are added to.</param>
internal sealed record CampaignSettings(ImmutableArray<FrontEnd> FrontEnds, int Kills, int Seed, string Log);
