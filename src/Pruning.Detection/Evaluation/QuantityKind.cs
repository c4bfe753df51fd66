namespace Pruning.Evaluation;

/// <summary>What a number with a unit measures.</summary>
public enum QuantityKind
{
    /// <summary>A share, written <c>50%</c> or <c>0.5</c>.</summary>
    Fraction,

    /// <summary>A count or a rate of operations: <c>1.2 G</c>, <c>900k</c>, <c>1200000</c>.</summary>
    Count,

    /// <summary>Bytes: <c>2 MB</c> is 2,000,000, <c>2 MiB</c> is 2,097,152.</summary>
    Bytes,

    /// <summary>Milliseconds: <c>15 ms</c>, <c>800 us</c>, <c>0.2 s</c>; without a unit, milliseconds.</summary>
    Milliseconds,

    /// <summary>A plain number.</summary>
    Number,
}
