using System.Collections.Immutable;

namespace Pruning.Data;

/// <summary>How a dataset is read.</summary>
public sealed record DatasetOptions
{
    /// <summary>Every label counts as class 0, whatever class its file says; the dataset then has one class.</summary>
    public bool SingleClass { get; init; }

    /// <summary>What would be a warning about images and labels is an error.</summary>
    public bool Strict { get; init; }

    /// <summary>
    /// Pictures to look at without labels, in the split <see cref="Dataset.Unlabeled"/>; where there are labels beside
    /// them, they are not read.
    /// </summary>
    public ImmutableArray<DatasetSource> Unlabeled { get; init; } = [];
}
