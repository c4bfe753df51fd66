namespace Pruning.Evaluation.Gates;

/// <summary>One class's average precision, as fractions; NaN where the labels hold none of it.</summary>
public sealed record ClassMeasurement(double Ap50, double Ap);
