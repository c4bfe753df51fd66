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
}
