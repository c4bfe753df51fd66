using System.Collections.Immutable;
using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Onnx.Runtime;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx.Quantization;

/// <summary>
/// Finds the range of each value that is to become bytes, by running the file as it is on pictures: once for the
/// bounds, once for how the values are spread between them.
/// </summary>
internal sealed class RangeCalibration : IDisposable
{
    private readonly string _name;
    private readonly InferenceSession _session;
    private readonly OnnxDetectorShape _shape;
    private readonly RunOptions _options = new();
    private readonly QuantizableGraph _plan;
    private readonly ImmutableArray<string> _values;
    private readonly Dictionary<string, long> _elements = new(StringComparer.Ordinal);
    private float[] _input = [];

    /// <param name="bytes">The file.</param>
    /// <param name="model">The same, parsed. Not changed.</param>
    /// <param name="name">How messages call the file.</param>
    /// <exception cref="PruneException">PRUNE7102, PRUNE7103, PRUNE7107.</exception>
    public RangeCalibration(byte[] bytes, ModelProto model, string name, QuantizableGraph plan)
    {
        (_name, _plan) = (name, plan);
        _values = [.. plan.Values.Where(value => value.Value != ValueRole.Gate).Select(value => value.Key)];
        var telling = model.Clone();
        var given = telling.Graph.Output.Select(output => output.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var value in _values.Where(value => !given.Contains(value)))
            telling.Graph.Output.Add(Output(value));
        using (var session = OnnxSessions.Open(bytes, name, threads: 1))
            _shape = OnnxDetectorShape.Read(session, bytes, name);
        _session = OnnxSessions.Open(telling.ToByteArray(), name, threads: 0);
    }

    /// <summary>Height and width of the pictures; null where the file leaves them open.</summary>
    public Graphs.Extent? Size => _shape.Size;

    /// <summary>How many numbers a picture makes of each value; known when it has run.</summary>
    public IReadOnlyDictionary<string, long> Elements => _elements;

    /// <param name="pictures">The same ones at each call.</param>
    /// <exception cref="PruneException">
    /// PRUNE6009: there are no numbers in the file's values; PRUNE7106.
    /// </exception>
    /// <returns>Each value's own range, and how many different pictures showed them.</returns>
    public (Dictionary<string, AffineRange> Ranges, int Images) Run(
        Func<IEnumerable<ImageBatch>> pictures,
        Action<double?> report,
        CancellationToken cancellation
    )
    {
        var bounds = _values.ToDictionary(value => value, _ => (Low: 0f, High: 0f), StringComparer.Ordinal);
        // Copies of a picture tell nothing new.
        var different = new HashSet<string>(StringComparer.Ordinal);
        Each(
            pictures().Select(batch => Remembered(batch, different)),
            (value, numbers) => bounds[value] = Widen(value, bounds[value], numbers),
            cancellation
        );
        report(0.5);
        var spread = bounds.ToDictionary(
            pair => pair.Key,
            pair => new ActivationHistogram(pair.Value.Low, pair.Value.High),
            StringComparer.Ordinal
        );
        Each(pictures(), (value, numbers) => spread[value].Add(numbers), cancellation);
        return (
            spread.ToDictionary(
                pair => pair.Key,
                pair =>
                    _plan.Values[pair.Key] == ValueRole.BeforeSilu ? pair.Value.RangeBeforeSilu() : pair.Value.Range(),
                StringComparer.Ordinal
            ),
            different.Count
        );
    }

    public void Dispose()
    {
        _options.Dispose();
        _session.Dispose();
    }

    private static ImageBatch Remembered(ImageBatch batch, HashSet<string> pictures)
    {
        var length = 3 * batch.Height * batch.Width;
        for (var i = 0; i < batch.Count; i++)
            pictures.Add(Convert.ToHexString(SHA256.HashData(batch.Pixels.Span.Slice(i * length, length))));
        return batch;
    }

    private (float Low, float High) Widen(string value, (float Low, float High) bounds, ReadOnlySpan<float> numbers)
    {
        foreach (var number in numbers)
        {
            if (!float.IsFinite(number))
                throw new PruneException(
                    Codes.RangesNotFinite,
                    $"'{_name}' computes {number} in '{value}' on a calibration image, so there are no bounds between "
                        + "which its values lie. No 8-bit range can be chosen. Train the model again; its weights have "
                        + "diverged, or the file is damaged."
                );
            bounds = (Math.Min(bounds.Low, number), Math.Max(bounds.High, number));
        }

        return bounds;
    }

    private delegate void Look(string value, ReadOnlySpan<float> numbers);

    private void Each(IEnumerable<ImageBatch> pictures, Look look, CancellationToken cancellation)
    {
        foreach (var picture in pictures)
        {
            using (picture)
            {
                cancellation.ThrowIfCancellationRequested();
                Run(picture, look);
            }
        }
    }

    private void Run(ImageBatch pictures, Look look)
    {
        var batch = _shape.Batch ?? pictures.Count;
        var length = 3 * pictures.Height * pictures.Width;
        if (_input.Length < batch * length)
            _input = new float[batch * length];
        for (var first = 0; first < pictures.Count; first += batch)
        {
            // A file of a fixed batch sees the last pictures again rather than none.
            for (var i = 0; i < batch; i++)
                PixelScaling.ToUnit(
                    pictures.Pixels.Span.Slice(Math.Min(first + i, pictures.Count - 1) * length, length),
                    _input.AsSpan(i * length, length)
                );
            using var input = OnnxTensors.Wrap(_input, [batch, 3, pictures.Height, pictures.Width]);
            using var outputs = OnnxSessions.Run(_name, () =>
                _session.Run(_options, [_shape.Input], [input], [.. _values])
            );
            for (var i = 0; i < _values.Length; i++)
            {
                var numbers = outputs[i].GetTensorDataAsSpan<float>();
                _elements[_values[i]] = numbers.Length / batch;
                look(_values[i], numbers);
            }
        }
    }

    private static ValueInfoProto Output(string name) =>
        new()
        {
            Name = name,
            Type = new TypeProto
            {
                TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float },
            },
        };
}
