using System.Collections.Immutable;

namespace Pruning.Pruners;

/// <summary>
/// Channels of one or several layers that can only be removed together, as a list of interchangeable atoms: removing an
/// atom removes its channels in every member. A plain layer is a group of its own; layers joined by an addition are one
/// group.
/// </summary>
/// <param name="Name">The producers' names joined by '+'.</param>
/// <param name="Count">Atoms; removing one is the smallest legal cut.</param>
/// <param name="ChannelsPerAtom">
/// The most channels that an atom takes in all producers alike: 1, or more where convolutions are grouped.
/// </param>
/// <param name="Constraints">Why nothing of it can be removed; empty where it can.</param>
/// <param name="Dependencies">What makes its members go together; empty for a plain layer.</param>
public sealed record CouplingGroup(
    string Name,
    int Count,
    int ChannelsPerAtom,
    ImmutableArray<GroupMember> Members,
    ImmutableArray<PruningConstraint> Constraints,
    ImmutableArray<ChannelDependency> Dependencies
)
{
    public bool IsHeld => !Constraints.IsEmpty;

    public IEnumerable<GroupMember> Producers => Members.Where(member => member.Role == GroupRole.Producer);

    public IEnumerable<GroupMember> Norms => Members.Where(member => member.Role == GroupRole.Norm);

    public IEnumerable<GroupMember> Consumers => Members.Where(member => member.Role == GroupRole.Consumer);
}
