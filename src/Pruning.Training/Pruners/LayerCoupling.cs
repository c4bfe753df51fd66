using System.Collections.Immutable;

namespace Pruning.Pruners;

/// <summary>For people: what becomes of one convolution's output channels.</summary>
/// <param name="Channels">Output channels today.</param>
/// <param name="Groups">Names of the coupling groups that its channels belong to.</param>
/// <param name="TiedTo">Other layers that lose a channel when this one does.</param>
/// <param name="TiedBecause">What ties them.</param>
/// <param name="ReadBy">Convolutions that read some of its channels, and lose those inputs with them.</param>
/// <param name="HeldChannels">How many of its channels cannot be removed.</param>
/// <param name="HeldBecause">Why (some of) its channels cannot be removed; empty where all can.</param>
public sealed record LayerCoupling(
    string Layer,
    int Channels,
    ImmutableArray<string> Groups,
    ImmutableArray<string> TiedTo,
    ImmutableArray<string> TiedBecause,
    ImmutableArray<string> ReadBy,
    int HeldChannels,
    ImmutableArray<string> HeldBecause
);
