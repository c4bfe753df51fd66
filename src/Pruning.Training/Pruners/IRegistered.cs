using System.Collections.Immutable;

namespace Pruning.Pruners;

/// <summary>Something of which there are a few, each known by its name.</summary>
public interface IRegistered<TSelf>
    where TSelf : class, IRegistered<TSelf>
{
    /// <summary>All that there are.</summary>
    static abstract ImmutableArray<TSelf> All { get; }

    /// <summary>As a project and files write it.</summary>
    string Name { get; }
}
