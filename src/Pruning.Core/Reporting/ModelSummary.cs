using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json.Serialization;
using Pruning.Graphs;
using Pruning.Onnx;

namespace Pruning.Reporting;

/// <summary>What an exported file is, apart from its accuracy.</summary>
/// <param name="Sha256">Of the ONNX file, lower-case hexadecimal.</param>
/// <param name="FileSize">Bytes.</param>
/// <param name="CompressedSize">Bytes of the file compressed with gzip: what zeros among the weights save.</param>
/// <param name="Parameters">Trainable values of the network.</param>
/// <param name="Zeros">Weights of convolutions that are zero.</param>
/// <param name="Flops">Floating-point operations for one image of <paramref name="ImageSize"/>.</param>
/// <param name="Deviation">The largest relative difference between the file in ONNX Runtime and the network in torch.</param>
public sealed record ModelSummary(
    string Sha256,
    long FileSize,
    long CompressedSize,
    long Parameters,
    long Zeros,
    long Flops,
    int ImageSize,
    int Stride,
    int Opset,
    double Deviation,
    ImmutableArray<string> Classes,
    ImmutableArray<LayerReport> Layers)
{
    /// <summary>The file's name in a stage's result.</summary>
    public const string FileName = "summary.json";

    /// <summary>Whether zeros are so many that they were made: the report then says what they are good for.</summary>
    [JsonIgnore]
    public bool IsSparse => Zeros > Parameters / 20;

    public static ModelSummary Of(Network network, byte[] onnx, OnnxExportOptions options, ExportDeviation deviation)
    {
        var cost = NetworkCost.Of(network, options.ImageSize, options.ImageSize);
        return new ModelSummary(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(onnx)),
            onnx.LongLength,
            CompressedSizeOf(onnx),
            cost.Parameters,
            network.Graph.Nodes.OfType<ConvolutionNode>().Sum(node => network.Parameters[$"{node.Name}.weight"].Values.LongCount(value => value == 0)),
            cost.Flops,
            options.ImageSize,
            network.MaximumStride,
            options.Opset,
            deviation.MaximumRelative,
            network.ClassNames,
            [.. network.Graph.Nodes.OfType<ConvolutionNode>().Select(node => new LayerReport(node.Name, network.Parameters[$"{node.Name}.weight"].Shape[0]))]);
    }

    private static long CompressedSizeOf(byte[] file)
    {
        using var target = new MemoryStream();
        using (var packer = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true))
            packer.Write(file);
        return target.Length;
    }
}
