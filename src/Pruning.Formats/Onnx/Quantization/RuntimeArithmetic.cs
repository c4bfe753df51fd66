using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;
using Pruning.Diagnostics;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx.Quantization;

/// <summary>
/// Which layers ONNX Runtime really computes with bytes: it joins operators as it loads a file, and where it cannot, a
/// layer stays one of floats without a word.
/// </summary>
internal static class RuntimeArithmetic
{
    /// <returns>The layers of <paramref name="layers"/> that are computed with floats.</returns>
    /// <exception cref="PruneException">PRUNE7102.</exception>
    public static ImmutableArray<string> FloatLayersOf(byte[] onnx, string name, ImmutableArray<QuantizedLayer> layers)
    {
        var optimized = OnnxSessions.Optimize(onnx, name);
        var floats = OnnxFile
            .Parse(optimized, name)
            .Graph.Node.Where(node => node.OpType is "Conv" or "FusedConv")
            .Select(node => node.Name)
            .ToHashSet(StringComparer.Ordinal);
        return [.. layers.Where(layer => floats.Contains(layer.Node.Name)).Select(layer => layer.Name)];
    }
}
