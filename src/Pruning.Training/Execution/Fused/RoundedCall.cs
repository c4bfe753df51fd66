using Pruning.Graphs;

namespace Pruning.Execution.Fused;

/// <summary>What <see cref="RoundedActivation"/> takes beside its tensors.</summary>
/// <param name="Activation">Null for none: the map is rounded, and that is all.</param>
/// <param name="RoundsGate">Whether a SiLU's sigmoid has steps of 1/255.</param>
/// <param name="ZeroBefore">The byte that stands for 0 before the activation; null where nothing is rounded there.</param>
/// <param name="ZeroAfter">The same behind it.</param>
internal sealed record RoundedCall(ActivationKind? Activation, bool RoundsGate, byte? ZeroBefore, byte? ZeroAfter);
