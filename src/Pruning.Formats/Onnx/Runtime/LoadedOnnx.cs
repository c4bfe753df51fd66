using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Graphs.Import;
using Pruning.Onnx.Suppression;

namespace Pruning.Onnx.Runtime;

/// <summary>
/// A detector's file in a session of ONNX Runtime, with what its metadata says. Several threads may run it at once.
/// Owns native memory.
/// </summary>
internal sealed class LoadedOnnx : IDisposable
{
    private readonly RunOptions _options = new();

    /// <param name="model">The file's bytes.</param>
    /// <param name="name">How messages call the model.</param>
    /// <param name="threads">Threads within an operator; 0 leaves it to the runtime: one a core.</param>
    /// <param name="diagnostics">Told when its classes are not named (PRUNE1011).</param>
    /// <exception cref="PruneException">PRUNE7102 to PRUNE7104, PRUNE7107.</exception>
    public LoadedOnnx(byte[] model, string name, int threads, IDiagnosticSink? diagnostics)
    {
        Name = name;
        // What is measured and shown are its boxes as they come.
        model = OnnxSuppression.Without(model);
        Session = OnnxSessions.Open(model, name, threads);
        try
        {
            Shape = OnnxDetectorShape.Read(Session, model, name);
            Metadata = OnnxMetadata.Read(Session.ModelMetadata.CustomMetadataMap);
            (ClassNames, Stride) = OnnxDescription.Read(model, Metadata, Shape, name, diagnostics);
            if (diagnostics is not null)
                ClassNaming.WarnOfEqual(name, ClassNames, diagnostics);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Name { get; }

    public InferenceSession Session { get; }

    public OnnxDetectorShape Shape { get; }

    public OnnxMetadata Metadata { get; }

    public ImmutableArray<string> ClassNames { get; }

    public int Stride { get; }

    /// <summary>Values a candidate.</summary>
    public int Columns => HeadColumns.CountFor(ClassNames.Length);

    /// <summary>Runs the model and lets it write its boxes to <paramref name="output"/>.</summary>
    /// <exception cref="PruneException">PRUNE7106.</exception>
    public void Run(OrtValue input, OrtValue output) => OnnxSessions.Run(Name, () =>
        {
            Session.Run(_options, [Shape.Input], [input], [Shape.Output], [output]);
            return true;
        });

    /// <summary>Runs the model and lets it allocate. The caller disposes.</summary>
    /// <exception cref="PruneException">PRUNE7106.</exception>
    public IDisposableReadOnlyCollection<OrtValue> Run(OrtValue input) =>
        OnnxSessions.Run(Name, () => Session.Run(_options, [Shape.Input], [input], [Shape.Output]));

    /// <summary>Refuses pictures that the model cannot take.</summary>
    /// <exception cref="PruneException">PRUNE7105.</exception>
    public void CheckInput(int length, int batch, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(length, checked(batch * 3 * height * width));
        if (Shape.Size is { } size && (size.Height != height || size.Width != width))
            throw new PruneException(
                Codes.OnnxInputSizeDiffers,
                $"'{Name}' takes pictures of {size.Width}x{size.Height}, not {width}x{height}. The size was "
                    + $"fixed when it was exported. Use image size {Math.Max(size.Height, size.Width)} without --rect, "
                    + $"or export again with the size that you want."
            );
        if (!StrideFit.Fits(height, width, Stride))
            throw new PruneException(
                Codes.OnnxInputSizeDiffers,
                $"Pictures of {width}x{height} do not fit '{Name}', whose largest stride is {Stride}. Its "
                    + $"feature maps would not line up. Use multiples of {Stride}."
            );
    }

    public void Dispose()
    {
        _options.Dispose();
        Session.Dispose();
    }
}
