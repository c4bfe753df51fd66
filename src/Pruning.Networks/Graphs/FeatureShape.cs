namespace Pruning.Graphs;

/// <summary>
/// One node's output for one image: channels, height, width. A detection head's is 5 + C, candidates, 1.
/// </summary>
public readonly record struct FeatureShape(int Channels, int Height, int Width)
{
    public long Elements => (long)Channels * Height * Width;
}
