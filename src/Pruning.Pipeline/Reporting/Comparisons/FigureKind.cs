namespace Pruning.Reporting.Comparisons;

/// <summary>What a figure is, which decides how it and its change are shown.</summary>
public enum FigureKind
{
    /// <summary>An accuracy from 0 to 1: more is better, and the change is a difference.</summary>
    Fraction,

    /// <summary>A cost that is counted: less is better, and the change is a share.</summary>
    Count,

    /// <summary>The model's time over the dense network's: less is better, and the change is a difference.</summary>
    Ratio,
}
