namespace Pruning.Training.Distilling;

/// <summary>The losses of imitating a teacher, weighted, averaged over a batch's images.</summary>
/// <param name="Box">Of the boxes where the teacher sees objects.</param>
/// <param name="Objectness">Of every cell's objectness.</param>
/// <param name="Class">Of the classes where the teacher sees objects.</param>
/// <param name="Feature">Of the maps at the head's inputs.</param>
public readonly record struct DistillationValues(double Box, double Objectness, double Class, double Feature)
{
    public double Sum => Box + Objectness + Class + Feature;

    public static DistillationValues operator +(DistillationValues left, DistillationValues right) => Add(left, right);

    public static DistillationValues Add(DistillationValues left, DistillationValues right) =>
        new(
            left.Box + right.Box,
            left.Objectness + right.Objectness,
            left.Class + right.Class,
            left.Feature + right.Feature
        );

    /// <summary>Each divided by a count.</summary>
    public DistillationValues Over(int count) => new(Box / count, Objectness / count, Class / count, Feature / count);

    /// <param name="values">Box, objectness, class, feature.</param>
    internal static DistillationValues Of(ReadOnlySpan<float> values) =>
        new(values[0], values[1], values[2], values[3]);
}
