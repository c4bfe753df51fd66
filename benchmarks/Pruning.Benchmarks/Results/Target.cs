namespace Pruning.Benchmarks.Results;

/// <summary>What a figure is to reach.</summary>
/// <param name="Limit">In the figure's unit.</param>
internal sealed record Target(TargetSide Side, double Limit)
{
    public static Target AtMost(double limit) => new(TargetSide.AtMost, limit);

    public static Target AtLeast(double limit) => new(TargetSide.AtLeast, limit);

    public bool IsMetBy(double value) => Side == TargetSide.AtMost ? value <= Limit : value >= Limit;
}

internal enum TargetSide
{
    AtMost,
    AtLeast,
}
