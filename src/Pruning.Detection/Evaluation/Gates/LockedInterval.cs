namespace Pruning.Evaluation.Gates;

/// <summary>Where the drop of an accuracy lies, in absolute points; below 0 is a gain.</summary>
/// <param name="AtLeast">It is no smaller than this, with the confidence that was asked for.</param>
/// <param name="AtMost">It is no larger than this, likewise.</param>
public sealed record LockedInterval(double AtLeast, double AtMost);
