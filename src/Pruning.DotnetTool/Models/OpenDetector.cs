using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Execution;
using Pruning.Onnx.Runtime;

namespace Pruning.DotnetTool.Models;

/// <summary>A model that is ready to look at pictures, and what runs it.</summary>
internal sealed class OpenDetector : IDisposable
{
    private OpenDetector(IDetector detector, string runtime)
    {
        Detector = detector;
        Runtime = runtime;
    }

    public IDetector Detector { get; }

    /// <summary><c>onnxruntime</c> or <c>torch</c>.</summary>
    public string Runtime { get; }

    /// <summary>Opens an .onnx file in ONNX Runtime, anything else in torch.</summary>
    /// <param name="threads">0: one a core.</param>
    /// <param name="forDatasets">An .onnx file's threads take pictures of their own, instead of sharing one.</param>
    public static OpenDetector Open(
        string model,
        string device,
        int threads,
        IDiagnosticSink diagnostics,
        bool forDatasets = false
    )
    {
        if (ModelFile.IsOnnx(model))
            return new OpenDetector(
                forDatasets
                    ? OnnxDetector.ForDatasets(model, threads, diagnostics)
                    : new OnnxDetector(model, threads, diagnostics),
                "onnxruntime"
            );
        var network = ModelFile.Read(model, diagnostics);
        if (network.Graph.Detect is null)
            throw new PruneException(
                Codes.NotYolo,
                $"'{Path.GetFileName(model)}' has no detection head, so it detects nothing. Give a YOLOv5 "
                    + $"detection model."
            );
        TorchStart.Run(threads);
        return new OpenDetector(
            new TorchDetector(network, new ExecutionOptions(ExecutionDevice.Resolve(device))),
            "torch"
        );
    }

    /// <summary>The side that was asked for, or what the file fixes, or YOLOv5's 640.</summary>
    public int ImageSize(int? asked) =>
        asked ?? (Detector.FixedInput is { } input ? Math.Max(input.Height, input.Width) : 640);

    public void Dispose() => (Detector as IDisposable)?.Dispose();
}
