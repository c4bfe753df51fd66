using Microsoft.ML.OnnxRuntime;
using Pruning.Diagnostics;
using Pruning.Evaluation;

namespace Pruning.Onnx.Runtime;

/// <summary>One thread's way through a file in ONNX Runtime.</summary>
internal sealed class OnnxLane(LoadedOnnx model) : IDetectorLane
{
    private float[] _input = [];
    private float[] _output = [];

    /// <exception cref="PruneException">PRUNE7103, PRUNE7105, PRUNE7106.</exception>
    public ReadOnlyMemory<float> Detect(ReadOnlyMemory<byte> pixels, int batch, int height, int width)
    {
        model.CheckInput(pixels.Length, batch, height, width);
        var chunk = model.Shape.Batch ?? batch;
        var picture = 3 * height * width;
        var perPicture = 0;
        for (var first = 0; first < batch; first += chunk)
        {
            var count = Math.Min(chunk, batch - first);
            Fill(pixels.Span.Slice(first * picture, count * picture), chunk * picture);
            using var input = OnnxTensors.Wrap(_input, [chunk, 3, height, width], model.Shape.Takes);
            if (model.Shape is { Candidates: { } candidates, Gives.IsSingle: true })
                RunInto(input, first, chunk, batch, perPicture = candidates * model.Columns);
            else
                perPicture = RunOpen(input, first, chunk, batch, perPicture);
        }

        return _output.AsMemory(0, batch * perPicture);
    }

    /// <summary>
    /// Scales the pictures into the input buffer and blanks the places in the batch that no picture takes.
    /// </summary>
    private void Fill(ReadOnlySpan<byte> pixels, int length)
    {
        if (_input.Length < length)
            _input = GC.AllocateUninitializedArray<float>(length);
        PixelScaling.ToUnit(pixels, _input);
        _input.AsSpan(pixels.Length, length - pixels.Length).Clear();
    }

    /// <summary>
    /// Lets the runtime write straight into the output buffer, which has room for a last chunk that is not full.
    /// </summary>
    private void RunInto(OrtValue input, int first, int chunk, int batch, int perPicture)
    {
        Reserve(checked((batch + chunk - 1) / chunk * chunk * perPicture));
        using var output = OnnxTensors.Wrap(
            _output.AsMemory(first * perPicture, chunk * perPicture),
            [chunk, perPicture / model.Columns, model.Columns]
        );
        model.Run(input, output);
    }

    /// <summary>
    /// For models that leave the number of candidates open or give no 32-bit floats: the runtime allocates, and the
    /// shape is checked afterwards.
    /// </summary>
    /// <param name="expected">Values a picture that earlier chunks gave; 0 at the first.</param>
    /// <returns>Values a picture.</returns>
    private int RunOpen(OrtValue input, int first, int chunk, int batch, int expected)
    {
        using var outputs = model.Run(input);
        var given = outputs[0].GetTensorTypeAndShape().Shape;
        if (given.Length != 3 || given[0] != chunk || given[2] != model.Columns)
            throw new PruneException(
                Codes.OnnxNotADetector,
                $"'{model.Name}' gives [{string.Join(", ", given)}] where [{chunk}, candidates, {model.Columns}] "
                    + $"is expected of {model.ClassNames.Length} classes. Its boxes cannot be read. Export the model "
                    + $"again."
            );
        var perPicture = checked((int)given[1] * model.Columns);
        if (first > 0 && perPicture != expected)
            throw new PruneException(
                Codes.OnnxNotADetector,
                $"'{model.Name}' gives {given[1]} candidates for one part of a batch and another number for the "
                    + $"next. Its boxes cannot be read. Export the model again."
            );
        Reserve(checked(batch * perPicture));
        OnnxTensors.CopyTo(
            outputs[0],
            _output.AsSpan(first * perPicture, Math.Min(chunk, batch - first) * perPicture),
            model.Shape.Gives
        );
        return perPicture;
    }

    private void Reserve(int length)
    {
        if (_output.Length < length)
            Array.Resize(ref _output, length);
    }
}
