using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using Pruning.Diagnostics;
using Pruning.Onnx.Runtime;
using Pruning.Onnx.Suppression;

namespace Pruning.Onnx.Latency;

/// <summary>One loaded model, its input ready, that can be timed run by run.</summary>
internal sealed class LatencyProbe : IDisposable
{
    private readonly string _name;
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly string[] _inputs;
    private readonly string[] _outputs;
    private readonly OrtValue[] _values;

    /// <exception cref="PruneException">PRUNE7102, PRUNE7103, PRUNE7105, PRUNE7107.</exception>
    public LatencyProbe(byte[] model, string name, LatencyOptions options)
    {
        _name = name;
        model = OnnxSuppression.Without(model);
        _session = OnnxSessions.Open(model, name, options.Threads);
        try
        {
            var shape = OnnxDetectorShape.Read(_session, model, name);
            var (height, width) = shape.Size is { } size
                ? (size.Height, size.Width)
                : (options.ImageSize, options.ImageSize);
            Batch = shape.Batch ?? 1;
            _inputs = [shape.Input];
            _outputs = [.. _session.OutputNames];
            _values = [OnnxTensors.Wrap(Noise(Batch * 3 * height * width), [Batch, 3, height, width], shape.Takes)];
        }
        catch
        {
            _session.Dispose();
            _runOptions.Dispose();
            throw;
        }
    }

    /// <summary>Pictures in a run.</summary>
    public int Batch { get; }

    /// <returns>Milliseconds that one run took.</returns>
    /// <exception cref="PruneException">PRUNE7106.</exception>
    public double Run() => OnnxSessions.Run(_name, () =>
        {
            var start = Stopwatch.GetTimestamp();
            using var outputs = _session.Run(_runOptions, _inputs, _values, _outputs);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        });

    public void Dispose()
    {
        foreach (var value in _values)
            value.Dispose();
        _session.Dispose();
        _runOptions.Dispose();
    }

    /// <summary>Noise rather than zeros: some kernels are quicker on zeros.</summary>
    public static float[] Noise(int length)
    {
        var random = new Random(0);
        var values = new float[length];
        for (var i = 0; i < length; i++)
            values[i] = random.NextSingle();
        return values;
    }
}
