using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Pruning.Onnx.Runtime;

/// <summary>
/// Tensors of 32- or 16-bit floats or of bytes, whichever a file takes and gives. It runs as it is: what ships is
/// judged.
/// </summary>
internal static class OnnxTensors
{
    /// <summary>32-bit floats in place, not copied.</summary>
    public static OrtValue Wrap(Memory<float> memory, long[] shape) =>
        OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, memory, shape);

    /// <summary>The values as a file takes them.</summary>
    public static OrtValue Wrap(Memory<float> memory, long[] shape, OnnxElement element)
    {
        var values = memory.Span[..checked((int)shape.Aggregate(1L, (product, size) => product * size))];
        switch (element.Type)
        {
            case TensorElementType.Float16:
                var rounded = new Float16[values.Length];
                var halves = MemoryMarshal.Cast<Float16, Half>(rounded.AsSpan());
                for (var i = 0; i < halves.Length; i++)
                    halves[i] = (Half)values[i];
                return OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, rounded.AsMemory(), shape);
            case TensorElementType.UInt8:
                var unsigned = new byte[values.Length];
                for (var i = 0; i < unsigned.Length; i++)
                    unsigned[i] = element.ToUnsigned(values[i]);
                return OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, unsigned.AsMemory(), shape);
            case TensorElementType.Int8:
                var signed = new sbyte[values.Length];
                for (var i = 0; i < signed.Length; i++)
                    signed[i] = element.ToSigned(values[i]);
                return OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, signed.AsMemory(), shape);
            default:
                return Wrap(memory, shape);
        }
    }

    /// <summary>Copies the first values of a tensor.</summary>
    /// <param name="element">How it holds them; each has an exact counterpart, or one by its scale.</param>
    public static void CopyTo(OrtValue value, Span<float> target, OnnxElement element)
    {
        switch (element.Type)
        {
            case TensorElementType.Float16:
                var halves = MemoryMarshal.Cast<Float16, Half>(value.GetTensorDataAsSpan<Float16>());
                for (var i = 0; i < target.Length; i++)
                    target[i] = (float)halves[i];
                break;
            case TensorElementType.UInt8:
                var unsigned = value.GetTensorDataAsSpan<byte>();
                for (var i = 0; i < target.Length; i++)
                    target[i] = element.FromByte(unsigned[i]);
                break;
            case TensorElementType.Int8:
                var signed = value.GetTensorDataAsSpan<sbyte>();
                for (var i = 0; i < target.Length; i++)
                    target[i] = element.FromByte(signed[i]);
                break;
            default:
                value.GetTensorDataAsSpan<float>()[..target.Length].CopyTo(target);
                break;
        }
    }
}
