namespace Pruning.Runtime;

/// <summary>What a model puts out is not believed.</summary>
internal static class ModelOutput
{
    /// <returns>The value.</returns>
    /// <exception cref="DetectorException">PRUNE7504: it is no number.</exception>
    public static float Finite(float value, int row) =>
        float.IsFinite(value)
            ? value
            : throw new DetectorException(
                DetectorException.OutputCode,
                FormattableString.Invariant(
                    $"The model put out {value} in box {row}, so what it found means nothing. The file is damaged, or its training diverged; take another one."
                )
            );
}
