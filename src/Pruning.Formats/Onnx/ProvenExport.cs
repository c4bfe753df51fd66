using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Graphs;
using Pruning.Onnx.Suppression;
using Pruning.Storage;

namespace Pruning.Onnx;

/// <summary>Exports, proves, and only then writes: what the export stage and <c>dotnet prune export</c> do.</summary>
public static class ProvenExport
{
    /// <param name="reference">Runs <paramref name="network"/> itself, in 32-bit floats.</param>
    /// <param name="path">
    /// The file to write; its folder is made. What stood there stays unless the export succeeds.
    /// </param>
    /// <param name="suppression">What goes into the file behind the raw boxes; null for nothing.</param>
    /// <returns>How far the file was from the network.</returns>
    /// <exception cref="PruneException">PRUNE6001 to PRUNE6005, PRUNE6014; PRUNE7107.</exception>
    public static ExportDeviation Write(
        Network network,
        OnnxExportOptions options,
        IDetector reference,
        string path,
        SuppressionOptions? suppression = null
    )
    {
        var onnx = OnnxExporter.Export(network, options);
        var deviation = ExportProof.Verify(onnx, reference, options.ImageSize);
        if (suppression is not null)
            onnx = OnnxSuppression.Include(onnx, suppression, Path.GetFileName(path));
        try
        {
            AtomicFile.Write(path, onnx);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PruneException(
                Codes.ExportNotWritten,
                $"The ONNX file '{path}' cannot be written: {error.Message} The export is lost, the network is "
                    + $"not. Check the folder's permissions and the room left, or choose another path.",
                inner: error
            );
        }

        return deviation;
    }
}
