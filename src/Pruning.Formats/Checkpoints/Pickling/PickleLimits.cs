namespace Pruning.Checkpoints.Pickling;

/// <summary>
/// How much a pickle may ask for before it is refused. An official YOLOv5n's is 83 kB with 7,000 values.
/// </summary>
internal sealed record PickleLimits
{
    public static readonly PickleLimits Default = new();

    public int Bytes { get; init; } = 32 << 20;

    public int StackDepth { get; init; } = 1 << 18;

    public int Marks { get; init; } = 1 << 14;

    public int MemoEntries { get; init; } = 1 << 21;

    /// <summary>Containers and objects made in all.</summary>
    public int Values { get; init; } = 1 << 21;
}
