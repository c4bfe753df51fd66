namespace Pruning.Training;

/// <summary>The three losses of a batch, weighted, averaged over its images.</summary>
public readonly record struct LossValues(double Box, double Objectness, double Class)
{
    public double Sum => Box + Objectness + Class;

    public static LossValues operator +(LossValues left, LossValues right) => Add(left, right);

    public static LossValues Add(LossValues left, LossValues right) =>
        new(left.Box + right.Box, left.Objectness + right.Objectness, left.Class + right.Class);

    /// <param name="values">Box, objectness, class.</param>
    internal static LossValues Of(ReadOnlySpan<float> values) => new(values[0], values[1], values[2]);

    /// <summary>Each divided by a count.</summary>
    public LossValues Over(int count) => new(Box / count, Objectness / count, Class / count);
}
