namespace Pruning.Data;

/// <summary>What a <see cref="TrainingLoader"/> makes and with what means.</summary>
public sealed record TrainingLoaderOptions
{
    /// <summary>Height and width of the images, in pixels.</summary>
    public int ImageSize { get; init; } = 640;

    public int BatchSize { get; init; } = 16;

    /// <summary>Everything random follows from this, the epoch and the image's place in it.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// Each batch has a side of its own, from half to one and a half times <see cref="ImageSize"/>, a multiple of
    /// <see cref="Stride"/>.
    /// </summary>
    public bool MultiScale { get; init; }

    /// <summary>The network's largest stride in pixels.</summary>
    public int Stride { get; init; } = 32;

    /// <summary>
    /// Images are drawn by how rare their classes are and how badly they are found, instead of each once an epoch.
    /// </summary>
    public bool ImageWeights { get; init; }

    public AugmentationOptions Augmentation { get; init; } = new();

    /// <summary>Threads that prepare batches; 0 chooses. The pixels do not depend on it.</summary>
    public int Workers { get; init; }

    /// <summary>Batches prepared ahead of the consumer, at most.</summary>
    public int Prefetch { get; init; } = 3;

    /// <summary>How much of the decoded, resized images is kept. The pixels do not depend on it.</summary>
    public ImageCacheBudget Cache { get; init; } = ImageCacheBudget.InMemory(1L << 30);
}
