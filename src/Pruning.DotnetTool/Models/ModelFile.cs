using Pruning.Checkpoints;
using Pruning.Checkpoints.Official;
using Pruning.Diagnostics;
using Pruning.DotnetTool.Terminal;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Pipeline.Store;
using Pruning.Storage;
using Pruning.Yolo;

namespace Pruning.DotnetTool.Models;

/// <summary>The models that verbs take as an argument.</summary>
internal static class ModelFile
{
    private const int CocoClasses = 80;

    /// <summary>Whether the file's content is ONNX: those are evaluated in ONNX Runtime, as they are.</summary>
    public static bool IsOnnx(string model)
    {
        if (!File.Exists(model))
            return model.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase);
        try
        {
            using var stream = new FileStream(model, FileMode.Open, FileAccess.Read, FileShare.Read);
            Span<byte> head = stackalloc byte[OnnxFile.HeadLength];
            return OnnxFile.IsOnnx(head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The reader that opens it next says why it cannot.
            return false;
        }
    }

    /// <summary>
    /// The file that a model argument means: official weights by name are fetched where they are not on disk. Anything
    /// else stays as it is.
    /// </summary>
    /// <exception cref="PruneException">PRUNE1018, PRUNE1019.</exception>
    public static string Locate(string model, WorkReporter work, CancellationToken cancellation) =>
        File.Exists(model) || !OfficialRelease.Names(model)
            ? model
            : work.Run("import", report =>
                OfficialWeights.In(CacheLocation.Default()).Get(model, report, cancellation)
            );

    /// <summary>
    /// A checkpoint's network, or an architecture's with start weights and the 80 classes it was published with,
    /// unnamed.
    /// </summary>
    /// <exception cref="PruneException">PRUNE1001 to PRUNE1016.</exception>
    public static Network Read(string model, IDiagnosticSink diagnostics)
    {
        if (!File.Exists(model) && YoloArchitecture.IsKnown(model))
            return YoloArchitecture.Create(
                model,
                [.. Enumerable.Range(0, CocoClasses).Select(i => FormattableString.Invariant($"class{i}"))],
                seed: 0
            );
        return CheckpointReader.Read(model, diagnostics);
    }

    /// <summary>The same of a detector.</summary>
    /// <exception cref="PruneException">PRUNE1001 to PRUNE1016; PRUNE1008 for a network without a head.</exception>
    public static Network ReadDetector(string model, IDiagnosticSink diagnostics) =>
        Read(model, diagnostics) is { Graph.Detect: not null } network
            ? network
            : throw new PruneException(
                Codes.NotYolo,
                $"'{Path.GetFileName(model)}' has no detection head. Give a YOLOv5 detection model."
            );
}
