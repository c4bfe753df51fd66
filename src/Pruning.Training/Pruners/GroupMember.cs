using System.Collections.Immutable;

namespace Pruning.Pruners;

/// <summary>What a layer has to do with a coupling group.</summary>
public enum GroupRole
{
    /// <summary>A convolution whose output channels they are.</summary>
    Producer,

    /// <summary>A batch norm that scales them.</summary>
    Norm,

    /// <summary>A convolution that reads them.</summary>
    Consumer,
}

/// <summary>
/// A layer's share in a coupling group: its channel <c>Positions[i]</c> belongs to the group's atom <c>Atoms[i]</c>.
/// </summary>
/// <param name="Positions">Ascending indexes of output channels (producer, norm) or input channels (consumer).</param>
public sealed record GroupMember(
    string Layer,
    GroupRole Role,
    ImmutableArray<int> Positions,
    ImmutableArray<int> Atoms
);
