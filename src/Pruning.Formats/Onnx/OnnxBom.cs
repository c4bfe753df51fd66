using Google.Protobuf;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx;

/// <summary>
/// A bill of materials inside an ONNX file. In protobuf, what stands behind a message belongs to it, so it goes behind
/// what was measured, of which no byte changes.
/// </summary>
public static class OnnxBom
{
    public const string Key = "pruning.bom";

    /// <param name="onnx">Not changed.</param>
    /// <param name="bom">CycloneDX, as JSON.</param>
    public static byte[] Append(byte[] onnx, string bom) =>
        [
            .. onnx,
            .. new ModelProto
            {
                MetadataProps =
                {
                    new StringStringEntryProto { Key = Key, Value = bom },
                },
            }.ToByteArray(),
        ];

    /// <summary>The bill that a file carries; null where it has none.</summary>
    /// <param name="name">How messages call the file.</param>
    /// <exception cref="Pruning.Diagnostics.PruneException">It is no ONNX file.</exception>
    public static string? Read(byte[] onnx, string name) =>
        OnnxFile.Parse(onnx, name).MetadataProps.FirstOrDefault(property => property.Key == Key)?.Value;
}
