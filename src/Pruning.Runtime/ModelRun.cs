using Microsoft.ML.OnnxRuntime;

namespace Pruning.Runtime;

/// <summary>
/// A model's input and output, bound to memory that stays where it is, for so many pictures at a time. Owns native
/// memory.
/// </summary>
internal sealed class ModelRun : IDisposable
{
    private readonly OrtIoBinding _binding;
    private readonly List<OrtValue> _values = [];

    /// <param name="input"><c>[pictures, 3, height, width]</c>; the caller's, and written before each run.</param>
    /// <param name="output"><c>[pictures, rows, columns]</c>; written by each run.</param>
    public ModelRun(
        InferenceSession session,
        ModelContract contract,
        Memory<float> input,
        Memory<float> output,
        int pictures
    )
    {
        Pictures = pictures;
        _binding = session.CreateIoBinding();
        _binding.BindInput(contract.Input, Wrap(input, pictures, 3, contract.Height, contract.Width));
        _binding.BindOutput(contract.Output, Wrap(output, pictures, contract.Rows, contract.Columns));
    }

    /// <summary>That a run takes.</summary>
    public int Pictures { get; }

    public void Run(InferenceSession session, RunOptions options) => session.RunWithBinding(options, _binding);

    public void Dispose()
    {
        _binding.Dispose();
        foreach (var value in _values)
            value.Dispose();
    }

    private OrtValue Wrap(Memory<float> memory, params ReadOnlySpan<long> shape)
    {
        var value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, memory, shape.ToArray());
        _values.Add(value);
        return value;
    }
}
