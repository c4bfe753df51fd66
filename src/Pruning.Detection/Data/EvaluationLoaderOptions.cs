using Pruning.Graphs;

namespace Pruning.Data;

/// <summary>What an <see cref="EvaluationLoader"/> makes.</summary>
public sealed record EvaluationLoaderOptions
{
    /// <summary>The network's input. Under <see cref="Rectangular"/> its long side counts.</summary>
    public Extent Input { get; init; } = Extent.Square(640);

    public int BatchSize { get; init; } = 16;

    /// <summary>Images sorted by aspect ratio, and a shape for each batch.</summary>
    public bool Rectangular { get; init; }

    /// <summary>Rectangular shapes are multiples of this.</summary>
    public int Stride { get; init; } = 32;

    /// <summary>Threads that prepare batches; 0 chooses.</summary>
    public int Workers { get; init; }

    /// <summary>
    /// At most so many images of a batch are handed out at a time, given the batch's input; null: all. Shapes go by the
    /// whole batch.
    /// </summary>
    public Func<Extent, int>? ImagesAtOnce { get; init; }

    /// <summary>
    /// Batches, or parts of them, that the consumer has in hand at a time: buffers for so many are kept.
    /// </summary>
    public int InHand { get; init; } = 1;
}
