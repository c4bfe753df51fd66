using System.Collections.Immutable;

namespace Pruning.Training.Sparsity;

/// <summary>
/// Channels that a penalty takes towards 0 one by one: each with all that makes it, in one parameter or several.
/// </summary>
/// <param name="Name">By which an <see cref="IChannelSelector"/> speaks of it.</param>
/// <param name="Count">Channels.</param>
public sealed record PenalisedGroup(string Name, int Count, ImmutableArray<PenalisedSlice> Slices);

/// <summary>A parameter's part in a group.</summary>
/// <param name="Parameter">State-dict name.</param>
/// <param name="Dimension">
/// The one that counts channels: 0 in <c>[O, I, H, W]</c> for what makes them, 1 for what reads them, 0 in <c>[C]</c>.
/// </param>
/// <param name="Channels">
/// Of each index of that dimension the group's channel, or -1 where it belongs to another group.
/// </param>
/// <param name="Counts">Whether it is part of a channel's strength, or only goes to 0 along with it.</param>
public sealed record PenalisedSlice(string Parameter, int Dimension, ImmutableArray<int> Channels, bool Counts = true);
