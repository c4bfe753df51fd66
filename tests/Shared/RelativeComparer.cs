namespace Pruning.Testing;

/// <summary>Two numbers are equal when they differ by at most a share of the larger.</summary>
internal sealed class RelativeComparer(double tolerance) : IEqualityComparer<double>
{
    public bool Equals(double x, double y) => Math.Abs(x - y) <= tolerance * Math.Max(Math.Abs(x), Math.Abs(y));

    public int GetHashCode(double obj) => 0;
}
