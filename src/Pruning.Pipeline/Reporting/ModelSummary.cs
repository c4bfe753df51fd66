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
/// <param name="Deviation">
/// The largest relative difference between the file in ONNX Runtime and the network in torch.
/// </param>
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
    ImmutableArray<LayerReport> Layers
)
{
    /// <summary>The file's name in a stage's result.</summary>
    public const string FileName = "summary.json";

    /// <summary>
    /// Side in pixels to which the file reduces its picture before the network looks at it; null where it does not.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Resolution { get; init; }

    /// <summary>
    /// How it computes with 8-bit integers, or why it does not although it was to be tried; null for a file of floats.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public QuantizationReport? Quantization { get; init; }

    /// <summary>Whether it computes with 8-bit integers.</summary>
    [JsonIgnore]
    public bool IsQuantized => Quantization is { StaysFloat: null };

    /// <summary>What the operations are counted for, in words: <c>320 px</c>, or <c>320 px, seen at 224</c>.</summary>
    [JsonIgnore]
    public string ImageText => SizeText.Of(ImageSize, Resolution);

    /// <summary>Whether zeros are so many that they were made: the report then says what they are good for.</summary>
    [JsonIgnore]
    public bool IsSparse => Zeros > Parameters / 20;

    public static ModelSummary Of(Network network, byte[] onnx, OnnxExportOptions options, ExportDeviation deviation)
    {
        var cost = NetworkCost.Count(network, options.NetworkSize, options.NetworkSize);
        return new ModelSummary(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(onnx)),
            onnx.LongLength,
            CompressedSizeOf(onnx),
            cost.Parameters,
            network
                .Graph.Nodes.OfType<ConvolutionNode>()
                .Sum(node => network.Parameters[$"{node.Name}.weight"].Values.LongCount(value => value == 0)),
            cost.Flops,
            options.ImageSize,
            network.MaximumStride,
            options.Opset,
            deviation.MaximumRelative,
            network.ClassNames,
            [
                .. network
                    .Graph.Nodes.OfType<ConvolutionNode>()
                    .Select(node => new LayerReport(node.Name, network.Parameters[$"{node.Name}.weight"].Shape[0])),
            ]
        )
        {
            Resolution = options.Resolution,
        };
    }

    /// <summary>Of the file that was made of this one, and computes with 8-bit integers.</summary>
    public ModelSummary Quantized(byte[] onnx, QuantizationReport quantization) =>
        this with
        {
            Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(onnx)),
            FileSize = onnx.LongLength,
            CompressedSize = CompressedSizeOf(onnx),
            Quantization = quantization,
        };

    /// <summary>Of the file as it ships, with what was written behind what was measured.</summary>
    public ModelSummary Published(byte[] onnx) =>
        this with
        {
            Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(onnx)),
            FileSize = onnx.LongLength,
            CompressedSize = CompressedSizeOf(onnx),
        };

    private static long CompressedSizeOf(byte[] file)
    {
        using var target = new MemoryStream();
        using (var packer = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true))
            packer.Write(file);
        return target.Length;
    }
}
