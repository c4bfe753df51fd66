namespace Pruning.Onnx.Quantization;

/// <summary>
/// How an activation becomes a byte and a number again: <c>value = Scale · (byte − ZeroPoint)</c>, asymmetric, as
/// ONNX's QuantizeLinear and DequantizeLinear compute with 8-bit unsigned integers.
/// </summary>
/// <param name="Scale">Above 0.</param>
/// <param name="ZeroPoint">The byte that stands for 0, exactly.</param>
public readonly record struct AffineRange(float Scale, byte ZeroPoint)
{
    /// <summary>The least scale: reciprocals of smaller ones are no numbers any more.</summary>
    internal const float LeastScale = 1e-30f;

    /// <summary>Of a sigmoid's output, 0 to 1.</summary>
    public static AffineRange Unit { get; } = new(1f / byte.MaxValue, 0);

    /// <summary>The finest that has both bounds and 0.</summary>
    /// <param name="low">Finite.</param>
    /// <param name="high">Finite, not below <paramref name="low"/>.</param>
    public static AffineRange Covering(float low, float high)
    {
        (low, high) = (Math.Min(low, 0), Math.Max(high, 0));
        var scale = (high - low) / byte.MaxValue;
        // Of a map that is 0 everywhere: any scale has it, but none may be 0.
        return scale < LeastScale
            ? new AffineRange(1, 0)
            : new AffineRange(scale, (byte)Math.Clamp(MathF.Round(-low / scale), 0, byte.MaxValue));
    }

    /// <summary>The least value that a byte stands for.</summary>
    public float Low => Scale * -ZeroPoint;

    /// <summary>The largest.</summary>
    public float High => Scale * (byte.MaxValue - ZeroPoint);

    /// <summary>What is left of a value that became a byte; one outside of the bounds becomes the nearest.</summary>
    public double Restore(double value) =>
        Scale * (Math.Clamp(Math.Round(value / Scale) + ZeroPoint, 0, byte.MaxValue) - ZeroPoint);
}
