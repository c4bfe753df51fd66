using System.Collections.Immutable;

namespace Pruning.Slimming;

/// <summary>For people: what becomes of one convolution's output channels.</summary>
/// <param name="Channels">Output channels today.</param>
/// <param name="Groups">Names of the coupling groups that its channels belong to.</param>
/// <param name="TiedTo">Other layers that lose a channel when this one does.</param>
/// <param name="HeldBecause">Why (some of) its channels cannot be removed; empty where all can.</param>
public sealed record LayerCoupling(
    string Layer,
    int Channels,
    ImmutableArray<string> Groups,
    ImmutableArray<string> TiedTo,
    ImmutableArray<string> HeldBecause);
