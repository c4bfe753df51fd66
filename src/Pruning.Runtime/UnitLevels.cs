namespace Pruning.Runtime;

/// <summary>A byte's share of 255, by division, so that the last bit is that of training.</summary>
internal static class UnitLevels
{
    /// <summary>By the byte.</summary>
    public static readonly float[] Of = [.. Enumerable.Range(0, 256).Select(value => value / 255f)];
}
