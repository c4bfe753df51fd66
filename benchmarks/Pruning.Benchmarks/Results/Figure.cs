namespace Pruning.Benchmarks.Results;

/// <summary>One measured quantity.</summary>
/// <param name="Name">What was measured; the same from run to run.</param>
/// <param name="Unit">For example <c>images/s</c>, <c>ms</c>, <c>share</c> (0 to 1).</param>
/// <param name="Target">Null where there is none.</param>
/// <param name="Note">What a reader has to know to compare it; null where the name says all.</param>
internal sealed record Figure(string Name, string Unit, Sample Sample, Target? Target = null, string? Note = null)
{
    /// <summary>Null without a target.</summary>
    public bool? IsMet => Target?.IsMetBy(Sample.Median);
}
