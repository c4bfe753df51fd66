namespace Pruning.Evaluation;

/// <summary>What repeated pictures measure, as fractions.</summary>
/// <param name="Classes">One a class, by its number; null for one without a label among them.</param>
internal sealed record RepeatedAccuracy(RepeatedCurve?[] Classes)
{
    /// <summary>Null where there is no label at all.</summary>
    public double? Map50 => Mean(curve => curve.Ap50);

    /// <summary>Likewise.</summary>
    public double? Map5095 => Mean(curve => curve.Ap);

    private double? Mean(Func<RepeatedCurve, double> value)
    {
        var (sum, count) = (0.0, 0);
        foreach (var curve in Classes)
        {
            if (curve is null)
                continue;
            sum += value(curve);
            count++;
        }

        return count == 0 ? null : sum / count;
    }
}
