namespace Pruning.Checkpoints.Official;

/// <summary>What a download may take.</summary>
/// <param name="Bytes">The largest file.</param>
public sealed record DownloadLimits(long Bytes)
{
    /// <summary>Until the server's first answer.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Between two pieces of the content.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(30);
}
