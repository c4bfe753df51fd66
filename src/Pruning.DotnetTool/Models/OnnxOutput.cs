using Pruning.Diagnostics;

namespace Pruning.DotnetTool.Models;

/// <summary>Where a verb writes an ONNX file.</summary>
internal static class OnnxOutput
{
    /// <summary>Finds out before the work begins that it could not be written.</summary>
    /// <param name="source">The model that is read.</param>
    /// <param name="path">Full path of the file to write.</param>
    /// <exception cref="PruneException">PRUNE6005.</exception>
    public static void Check(string source, string path)
    {
        if (Path.GetFullPath(source) == path)
            throw new PruneException(
                Codes.ExportNotWritten,
                $"'{source}' is both the model and the file to write, and would be lost. Name another file with "
                    + $"--output."
            );
        if (Directory.Exists(path))
            throw new PruneException(
                Codes.ExportNotWritten,
                $"The ONNX file '{path}' cannot be written: it is a folder. Name a file in it with --output."
            );
    }
}
