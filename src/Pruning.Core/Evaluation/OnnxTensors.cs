using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Pruning.Evaluation;

/// <summary>Tensors of 32- or 16-bit floats, whichever a file takes and gives. A file of 16-bit floats runs as it is: what ships is judged.</summary>
internal static class OnnxTensors
{
    /// <summary>32-bit floats in place, not copied.</summary>
    public static OrtValue Of(Memory<float> memory, long[] shape) =>
        OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, memory, shape);

    /// <summary>The values as a file takes them.</summary>
    /// <param name="half">Rounded to 16-bit floats.</param>
    public static OrtValue Of(Memory<float> memory, long[] shape, bool half)
    {
        if (!half)
            return Of(memory, shape);
        var rounded = new Float16[checked((int)shape.Aggregate(1L, (product, size) => product * size))];
        var halves = MemoryMarshal.Cast<Float16, Half>(rounded.AsSpan());
        var values = memory.Span;
        for (var i = 0; i < halves.Length; i++)
            halves[i] = (Half)values[i];
        return OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, rounded.AsMemory(), shape);
    }

    /// <summary>Copies the first values of a tensor.</summary>
    /// <param name="half">Whether it holds 16-bit floats, of which each has an exact counterpart.</param>
    public static void CopyTo(OrtValue value, Span<float> target, bool half)
    {
        if (!half)
        {
            value.GetTensorDataAsSpan<float>()[..target.Length].CopyTo(target);
            return;
        }

        var halves = MemoryMarshal.Cast<Float16, Half>(value.GetTensorDataAsSpan<Float16>());
        for (var i = 0; i < target.Length; i++)
            target[i] = (float)halves[i];
    }
}
