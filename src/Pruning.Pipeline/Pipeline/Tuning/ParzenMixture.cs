using System.Collections.Immutable;

namespace Pruning.Pipeline.Tuning;

/// <summary>
/// A density over several parameters at once: the mean of one kernel around each observation, which is a product over
/// the parameters, and of a prior that is level everywhere, so that no place is ever ruled out (Bergstra et al., NIPS
/// 2011; the product kernels of Falkner, Klein and Hutter, ICML 2018).
/// </summary>
/// <param name="points">One place on each parameter's axis; NaN where a value is none of the domain's.</param>
internal sealed class ParzenMixture(
    ImmutableArray<ParameterDomain> domains,
    ImmutableArray<ImmutableArray<double>> points
)
{
    // Of a range's length, for one observation.
    private const double WidestKernel = 0.2;

    // Scott's rule: the more observations, the narrower; the more parameters, the less so.
    private readonly double _width = WidestKernel * Math.Pow(Math.Max(1, points.Length), -1.0 / (domains.Length + 4));

    /// <summary>Draws a point.</summary>
    public ImmutableArray<double> Draw(UnitRandom random)
    {
        var index = random.Next(points.Length + 1);
        var center = index < points.Length ? points[index] : [];
        return [.. domains.Select((domain, axis) => Draw(domain, center.IsEmpty ? double.NaN : center[axis], random))];
    }

    /// <summary>The density's logarithm.</summary>
    public double LogDensity(ImmutableArray<double> at)
    {
        // The prior's is 1, or that of equal choices.
        var logs = points.Select(center => LogKernel(at, center)).Append(LogKernel(at, [])).ToList();
        var most = logs.Max();
        return most + Math.Log(logs.Average(log => Math.Exp(log - most)));
    }

    private double Draw(ParameterDomain domain, double center, UnitRandom random)
    {
        if (domain is not ValueChoices { Values.Length: var count })
            return double.IsNaN(center) ? random.Next() : Reflected(center + (_width * random.NextNormal()));
        if (double.IsNaN(center) || random.Next() >= ShareOfOwn(count) - ShareOfOther(count))
            return random.Next(count);
        return center;
    }

    private double LogKernel(ImmutableArray<double> at, ImmutableArray<double> center)
    {
        var sum = 0.0;
        for (var axis = 0; axis < domains.Length; axis++)
            sum += Math.Log(Kernel(domains[axis], at[axis], center.IsEmpty ? double.NaN : center[axis]));
        return sum;
    }

    private double Kernel(ParameterDomain domain, double at, double center) =>
        domain is ValueChoices { Values.Length: var count }
            ? double.IsNaN(center) || double.IsNaN(at)
                ? 1.0 / count
                : at.Equals(center)
                    ? ShareOfOwn(count)
                    : ShareOfOther(count)
            : double.IsNaN(center) || double.IsNaN(at)
                ? 1
                // What would fall outside of a range is folded back.
                : Normal(at - center) + Normal(at + center) + Normal(2 - at - center);

    // Each observation counts as one, and each choice as one more that all observations share.
    private double ShareOfOwn(int count) => (points.Length + 1.0) / (points.Length + count);

    private double ShareOfOther(int count) => 1.0 / (points.Length + count);

    private double Normal(double distance) =>
        Math.Exp(-0.5 * (distance / _width) * (distance / _width)) / (_width * Math.Sqrt(2 * Math.PI));

    // A kernel is narrow enough to be folded once; what is further out is cut off.
    private static double Reflected(double place)
    {
        var folded =
            place < 0 ? -place
            : place > 1 ? 2 - place
            : place;
        return Math.Clamp(folded, 0, 1);
    }
}
