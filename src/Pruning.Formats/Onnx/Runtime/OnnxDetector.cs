using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Graphs;

namespace Pruning.Onnx.Runtime;

/// <summary>
/// An ONNX file in ONNX Runtime on the CPU: ours, or one that YOLOv5's own exporter wrote. What ships is judged through
/// this. Owns native memory: dispose it.
/// </summary>
public sealed class OnnxDetector : IParallelDetector, IDisposable
{
    /// <summary>
    /// A call of less costs more in going through the operators than in their work; one of more leaves the processor's
    /// caches.
    /// </summary>
    private const int PixelsAtOnce = 640 * 640;

    private readonly LoadedOnnx _model;
    private readonly OnnxLane _lane;
    private readonly int _lanes;

    /// <param name="threads">Threads within an operator; 0 leaves it to the runtime: one a core.</param>
    /// <param name="diagnostics">
    /// Told when the file does not name its classes, which are numbered then (PRUNE1011).
    /// </param>
    /// <exception cref="PruneException">PRUNE7101 to PRUNE7104, PRUNE7107.</exception>
    public OnnxDetector(string path, int threads = 0, IDiagnosticSink? diagnostics = null)
        : this(OnnxFile.ReadBytes(path), path, threads, diagnostics) { }

    /// <param name="model">The file's bytes.</param>
    /// <param name="name">How messages call the model.</param>
    /// <param name="threads">Threads within an operator; 0 leaves it to the runtime: one a core.</param>
    /// <param name="diagnostics">
    /// Told when the file does not name its classes, which are numbered then (PRUNE1011).
    /// </param>
    /// <exception cref="PruneException">PRUNE7102 to PRUNE7104, PRUNE7107.</exception>
    public OnnxDetector(byte[] model, string name, int threads = 0, IDiagnosticSink? diagnostics = null)
        : this(new LoadedOnnx(model, name, threads, diagnostics), lanes: 1) { }

    private OnnxDetector(LoadedOnnx model, int lanes) => (_model, _lane, _lanes) = (model, new OnnxLane(model), lanes);

    public OnnxMetadata Metadata => _model.Metadata;

    public ImmutableArray<string> ClassNames => _model.ClassNames;

    public int Stride => _model.Stride;

    public Extent? FixedInput => _model.Shape.Size;

    public int? FixedBatch => _model.Shape.Batch;

    int IParallelDetector.Lanes => _lanes;

    /// <summary>
    /// Opens a file for a whole dataset: each thread looks at pictures of its own, and they never wait for each other.
    /// What comes out is the same, bit for bit; a single picture takes one thread.
    /// </summary>
    /// <param name="threads">0: one a core.</param>
    /// <param name="diagnostics">
    /// Told when the file does not name its classes, which are numbered then (PRUNE1011).
    /// </param>
    /// <exception cref="PruneException">PRUNE7101 to PRUNE7104, PRUNE7107.</exception>
    public static OnnxDetector ForDatasets(string path, int threads = 0, IDiagnosticSink? diagnostics = null) =>
        ForDatasets(OnnxFile.ReadBytes(path), path, threads, diagnostics);

    /// <param name="model">The file's bytes.</param>
    /// <param name="name">How messages call the model.</param>
    /// <param name="threads">0: one a core.</param>
    /// <param name="diagnostics">
    /// Told when the file does not name its classes, which are numbered then (PRUNE1011).
    /// </param>
    /// <exception cref="PruneException">PRUNE7102 to PRUNE7104, PRUNE7107.</exception>
    public static OnnxDetector ForDatasets(
        byte[] model,
        string name,
        int threads = 0,
        IDiagnosticSink? diagnostics = null
    ) => new(new LoadedOnnx(model, name, threads: 1, diagnostics), threads > 0 ? threads : Environment.ProcessorCount);

    /// <exception cref="PruneException">PRUNE7103, PRUNE7105, PRUNE7106.</exception>
    public float[] Detect(ReadOnlyMemory<byte> pixels, int batch, int height, int width) =>
        _lane.Detect(pixels, batch, height, width).ToArray();

    int IParallelDetector.PicturesAtOnce(Extent input) =>
        FixedBatch ?? Math.Max(1, PixelsAtOnce / (input.Height * input.Width));

    IDetectorLane IParallelDetector.OpenLane() => new OnnxLane(_model);

    public void Dispose() => _model.Dispose();
}
