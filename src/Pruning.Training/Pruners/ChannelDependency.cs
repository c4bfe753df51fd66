namespace Pruning.Pruners;

/// <summary>Why channels of different layers can only go together.</summary>
public enum DependencyReason
{
    /// <summary>They are added, one to one.</summary>
    Addition,

    /// <summary>A convolution in groups makes the one from the other: a group goes as a whole.</summary>
    GroupedConvolution,
}

/// <param name="Layer">The node that ties.</param>
public sealed record ChannelDependency(DependencyReason Reason, string Layer)
{
    public override string ToString() =>
        Reason switch
        {
            DependencyReason.Addition => $"'{Layer}' adds them",
            _ => $"'{Layer}' convolves them in groups",
        };
}
