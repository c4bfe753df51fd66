namespace Pruning.Reporting;

/// <summary>A file's mAP50-95 by the code that apps run, beside what evaluation measured.</summary>
/// <param name="Runtime">By the runtime package; null where there are no labels.</param>
/// <param name="Measured">By evaluation; likewise.</param>
public sealed record RuntimeReport(double? Runtime, double? Measured)
{
    /// <summary>The file's name in a stage's result.</summary>
    public const string FileName = "runtime.json";

    /// <summary>How far the two are apart, 0 to 1; NaN where one is not known.</summary>
    public double Apart => Math.Abs(Runtime - Measured ?? double.NaN);
}
