using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Onnx;

namespace Pruning.Evaluation;

/// <summary>
/// An ONNX file in ONNX Runtime on the CPU: ours, or one that YOLOv5's own exporter wrote. What ships is judged through this.
/// Owns native memory: dispose it.
/// </summary>
public sealed class OnnxDetector : IDetector, IDisposable
{
    private readonly string _name;
    private readonly InferenceSession _session;
    private readonly OnnxDetectorShape _shape;
    private readonly RunOptions _runOptions = new();
    private float[] _input = [];
    private float[] _padded = [];

    /// <param name="threads">Threads within an operator; 0 leaves it to the runtime: one a core.</param>
    /// <exception cref="PruneException">PRUNE7101 to PRUNE7104, PRUNE7107.</exception>
    public OnnxDetector(string path, int threads = 0)
        : this(OnnxFile.ReadBytes(path), path, threads)
    {
    }

    /// <param name="model">The file's bytes.</param>
    /// <param name="name">How messages call it.</param>
    /// <param name="threads">Threads within an operator; 0 leaves it to the runtime: one a core.</param>
    /// <exception cref="PruneException">PRUNE7102 to PRUNE7104, PRUNE7107.</exception>
    public OnnxDetector(byte[] model, string name, int threads = 0)
    {
        _name = name;
        _session = OnnxSessions.Open(model, name, threads);
        try
        {
            _shape = OnnxDetectorShape.Of(_session, name);
            Metadata = OnnxMetadata.Read(_session.ModelMetadata.CustomMetadataMap);
            (ClassNames, Stride) = Described(Metadata, _shape, name);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public OnnxMetadata Metadata { get; }

    public ImmutableArray<string> ClassNames { get; }

    public int Stride { get; }

    public Extent? FixedInput => _shape.Size;

    public int? FixedBatch => _shape.Batch;

    /// <exception cref="PruneException">PRUNE7103, PRUNE7105, PRUNE7106.</exception>
    public float[] Detect(ReadOnlyMemory<byte> pixels, int batch, int height, int width)
    {
        CheckInput(pixels.Length, batch, height, width);
        var chunk = FixedBatch ?? batch;
        var picture = 3 * height * width;
        var result = _shape.Candidates is { } known ? new float[checked(batch * known * Columns)] : null;
        for (var first = 0; first < batch; first += chunk)
        {
            var count = Math.Min(chunk, batch - first);
            Fill(pixels.Span.Slice(first * picture, count * picture), chunk * picture);
            long[] shape = [chunk, 3, height, width];
            if (_shape.Candidates is { } candidates)
                RunInto(result!, first, count, chunk, candidates, shape);
            else
                result = RunOpen(result, first, count, batch, shape);
        }

        return result!;
    }

    public void Dispose()
    {
        _runOptions.Dispose();
        _session.Dispose();
    }

    private int Columns => 5 + ClassNames.Length;

    /// <summary>Scales the pictures into the input buffer and blanks the places in the batch that no picture takes.</summary>
    private void Fill(ReadOnlySpan<byte> pixels, int length)
    {
        if (_input.Length < length)
            _input = new float[length];
        PixelScaling.ToUnit(pixels, _input);
        _input.AsSpan(pixels.Length, length - pixels.Length).Clear();
    }

    /// <summary>Lets the runtime write straight into the result, or, for a batch that is not full, into a buffer beside it.</summary>
    private void RunInto(float[] result, int first, int count, int chunk, int candidates, long[] shape)
    {
        var perPicture = candidates * Columns;
        if (count < chunk && _padded.Length < chunk * perPicture)
            _padded = new float[chunk * perPicture];
        var target = count == chunk ? result.AsMemory(first * perPicture, chunk * perPicture) : _padded.AsMemory(0, chunk * perPicture);
        using var input = Tensor(_input.AsMemory(), shape);
        using var output = Tensor(target, [chunk, candidates, Columns]);
        OnnxSessions.Run(_name, () =>
        {
            _session.Run(_runOptions, [_shape.Input], [input], [_shape.Output], [output]);
            return true;
        });
        if (count < chunk)
            _padded.AsSpan(0, count * perPicture).CopyTo(result.AsSpan(first * perPicture));
    }

    /// <summary>For models that leave the number of candidates open: the runtime allocates, and the shape is checked afterwards.</summary>
    private float[] RunOpen(float[]? result, int first, int count, int batch, long[] shape)
    {
        using var input = Tensor(_input.AsMemory(), shape);
        using var outputs = OnnxSessions.Run(_name, () => _session.Run(_runOptions, [_shape.Input], [input], [_shape.Output]));
        var given = outputs[0].GetTensorTypeAndShape().Shape;
        if (given.Length != 3 || given[0] != shape[0] || given[2] != Columns)
            throw new PruneException(Codes.OnnxNotADetector, $"'{_name}' gives [{string.Join(", ", given)}] where [{shape[0]}, candidates, {Columns}] is expected of {ClassNames.Length} classes. Its boxes cannot be read. Export the model again.");
        var perPicture = checked((int)given[1] * Columns);
        result ??= new float[checked(batch * perPicture)];
        if (result.Length != batch * perPicture)
            throw new PruneException(Codes.OnnxNotADetector, $"'{_name}' gives {given[1]} candidates for one part of a batch and another number for the next. Its boxes cannot be read. Export the model again.");
        outputs[0].GetTensorDataAsSpan<float>()[..(count * perPicture)].CopyTo(result.AsSpan(first * perPicture));
        return result;
    }

    private static OrtValue Tensor(Memory<float> memory, long[] shape) =>
        OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, memory, shape);

    private void CheckInput(int length, int batch, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(length, checked(batch * 3 * height * width));
        if (FixedInput is { } size && (size.Height != height || size.Width != width))
            throw new PruneException(Codes.OnnxInputSizeDiffers, $"'{_name}' takes pictures of {size.Width}x{size.Height}, not {width}x{height}. The size was fixed when it was exported. Use image size {Math.Max(size.Height, size.Width)} without --rect, or export again with the size that you want.");
        if (height % Stride != 0 || width % Stride != 0)
            throw new PruneException(Codes.OnnxInputSizeDiffers, $"Pictures of {width}x{height} do not fit '{_name}', whose largest stride is {Stride}. Its feature maps would not line up. Use multiples of {Stride}.");
    }

    private static (ImmutableArray<string> ClassNames, int Stride) Described(OnnxMetadata metadata, OnnxDetectorShape shape, string name)
    {
        if (metadata.ClassNames.IsEmpty || metadata.Stride is null)
            throw new PruneException(Codes.OnnxMetadataMissing, $"'{name}' has no usable {(metadata.ClassNames.IsEmpty ? "'names'" : "'stride'")} in its metadata. Boxes could not be told apart by class or pictures be sized. Export the model with this tool, or with a recent version of YOLOv5's own exporter.");
        if (shape.Columns is { } columns && columns != 5 + metadata.ClassNames.Length)
            throw new PruneException(Codes.OnnxMetadataMissing, $"'{name}' names {metadata.ClassNames.Length} classes, and its output has room for {columns - 5}. One of the two is wrong. Export the model again.");
        return (metadata.ClassNames, metadata.Stride.Value);
    }
}
