namespace Pruning.Data;

/// <summary>How a dataset is read.</summary>
public sealed record DatasetOptions
{
    /// <summary>Every label counts as class 0, whatever class its file says; the dataset then has one class.</summary>
    public bool SingleClass { get; init; }

    /// <summary>What would be a warning about images and labels is an error.</summary>
    public bool Strict { get; init; }
}
