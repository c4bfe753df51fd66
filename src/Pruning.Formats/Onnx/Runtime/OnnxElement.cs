using Microsoft.ML.OnnxRuntime.Tensors;

namespace Pruning.Onnx.Runtime;

/// <summary>How an ONNX file writes the numbers that it takes or gives.</summary>
/// <param name="Type">32- or 16-bit floats, or bytes.</param>
/// <param name="Scale">Of bytes: a number is <c>(byte − Zero) × Scale</c>.</param>
/// <param name="Zero">Of bytes.</param>
internal readonly record struct OnnxElement(TensorElementType Type, float Scale = 1, int Zero = 0)
{
    public bool IsSingle => Type == TensorElementType.Float;

    public static bool IsFloat(TensorElementType type) => type is TensorElementType.Float or TensorElementType.Float16;

    public static bool IsByte(TensorElementType type) => type is TensorElementType.UInt8 or TensorElementType.Int8;

    /// <summary>
    /// As <c>QuantizeLinear</c>: to the nearest, the even one of two, and no further than a byte goes.
    /// </summary>
    public byte ToUnsigned(float value) =>
        (byte)Math.Clamp(MathF.Round(value / Scale) + Zero, byte.MinValue, byte.MaxValue);

    /// <inheritdoc cref="ToUnsigned"/>
    public sbyte ToSigned(float value) =>
        (sbyte)Math.Clamp(MathF.Round(value / Scale) + Zero, sbyte.MinValue, sbyte.MaxValue);

    public float FromByte(int value) => (value - Zero) * Scale;
}
