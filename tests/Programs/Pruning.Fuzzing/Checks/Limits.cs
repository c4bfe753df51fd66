namespace Pruning.Fuzzing.Checks;

/// <summary>How much an input may cost.</summary>
/// <param name="Time">Of one execution.</param>
/// <param name="FreeBytes">Allocated whatever the input's size is.</param>
internal sealed record Limits(TimeSpan Time, long FreeBytes)
{
    public static readonly Limits Default = new(TimeSpan.FromSeconds(5), 64L << 20);

    /// <summary>
    /// Bytes that reading an input may allocate in all, those that were freed meanwhile too: twice the input and what
    /// is free.
    /// </summary>
    public long AllocatedBytes(int inputBytes) => (2L * inputBytes) + FreeBytes;
}
