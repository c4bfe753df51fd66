using Microsoft.ML.OnnxRuntime;

namespace Pruning.Runtime;

/// <summary>
/// What one picture at a time needs beside the session: input and output in memory that stays where it is, and buffers
/// that are used again. A detector has as many as pictures are looked at at once.
/// </summary>
internal sealed class Lane : IDisposable
{
    private readonly ModelContract _contract;
    private readonly float[] _input;
    private readonly float[] _output;
    private readonly OrtValue _inputValue;
    private readonly OrtValue _outputValue;
    private readonly OrtIoBinding _binding;
    private readonly InputWriter _writer = new();
    private readonly BoxSelection _selection;

    public Lane(InferenceSession session, ModelContract contract, BoxSelection selection)
    {
        (_contract, _selection) = (contract, selection);
        var columns = BoxSelection.FirstClass + contract.Labels.Count;
        _input = new float[contract.Batch * 3 * contract.Height * contract.Width];
        _output = new float[contract.Batch * contract.Rows * columns];
        _inputValue = OrtValue.CreateTensorValueFromMemory(
            _input,
            [contract.Batch, 3, contract.Height, contract.Width]
        );
        _outputValue = OrtValue.CreateTensorValueFromMemory(_output, [contract.Batch, contract.Rows, columns]);
        _binding = session.CreateIoBinding();
        _binding.BindInput(contract.Input, _inputValue);
        _binding.BindOutput(contract.Output, _outputValue);
    }

    public RunOptions Options { get; } = new();

    public void Run(InferenceSession session, in Picture picture, List<DetectedBox> found)
    {
        // A file of a fixed batch sees zeros beside the picture.
        var letterbox = _writer.Write(
            picture,
            _input.AsSpan(0, 3 * _contract.Height * _contract.Width),
            _contract.Width,
            _contract.Height
        );
        session.RunWithBinding(Options, _binding);
        _selection.Run(_output.AsSpan(0, _output.Length / _contract.Batch), _contract.Labels.Count, letterbox, found);
    }

    public void Dispose()
    {
        _binding.Dispose();
        _inputValue.Dispose();
        _outputValue.Dispose();
        Options.Dispose();
    }
}
