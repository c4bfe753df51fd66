using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Onnx.Quantization;

namespace Pruning.Pruners.Latency;

/// <summary>What becomes of a pruned network before it ships, as far as its time depends on it.</summary>
/// <param name="Activation">Takes the place of its activations; null keeps them.</param>
/// <param name="IsQuantized">Whether it computes with 8-bit integers.</param>
public sealed record ShippedForm(ActivationKind? Activation, bool IsQuantized)
{
    /// <summary>As it is, in 32-bit floats.</summary>
    public static ShippedForm AsIs { get; } = new(null, false);

    /// <summary>
    /// The file as it ships. Integers have made-up ranges: what a file computes with is what takes time, not which
    /// numbers come out.
    /// </summary>
    /// <param name="name">How messages call the network.</param>
    internal byte[] Export(Network network, OnnxExportOptions options, string name)
    {
        var floats = OnnxExporter.Export(network.WithActivation(Activation), options);
        return IsQuantized ? OnnxQuantizer.WithMadeUpRanges(floats, name) : floats;
    }
}
