using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Onnx;

namespace Pruning.Checkpoints.Safetensors;

/// <summary>
/// Writes a network as a safetensors file; the same network gives the same bytes, in one version of this product.
/// </summary>
internal static class SafetensorsWriter
{
    /// <summary>Data parts begin at multiples of this, so that readers may map the file.</summary>
    private const int Alignment = 8;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions PlainText = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(Stream stream, Network network, bool half)
    {
        var header = Header(network, half);
        var padded = (header.Length + Alignment - 1) / Alignment * Alignment;
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)padded);
        stream.Write(length);
        stream.Write(header);
        for (var i = header.Length; i < padded; i++)
            stream.WriteByte((byte)' ');
        foreach (var parameter in network.Parameters)
            stream.Write(
                half ? MemoryMarshal.AsBytes<Half>(Halves(parameter)) : MemoryMarshal.AsBytes<float>(parameter.Values)
            );
    }

    private static byte[] Header(Network network, bool half)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            writer.WriteStartObject();
            WriteMetadata(writer, network);
            long offset = 0;
            foreach (var parameter in network.Parameters)
                offset = WriteEntry(writer, parameter, half, offset);
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteMetadata(Utf8JsonWriter writer, Network network)
    {
        writer.WriteStartObject("__metadata__");
        writer.WriteString(MetadataKeys.Graph, GraphJson.Write(network.Graph));
        writer.WriteString(MetadataKeys.Classes, JsonSerializer.Serialize(network.ClassNames.ToArray(), PlainText));
        writer.WriteString(
            MetadataKeys.Provenance,
            JsonSerializer.Serialize(
                new SortedDictionary<string, string>(network.Provenance, StringComparer.Ordinal),
                PlainText
            )
        );
        writer.WriteString(MetadataKeys.Engine, OnnxMetadata.EngineVersion);
        writer.WriteEndObject();
    }

    private static long WriteEntry(Utf8JsonWriter writer, Parameter parameter, bool half, long offset)
    {
        var end = offset + ((long)parameter.Values.Length * (half ? 2 : 4));
        writer.WriteStartObject(parameter.Name);
        writer.WriteString("dtype", half ? "F16" : "F32");
        writer.WriteStartArray("shape");
        foreach (var size in parameter.Shape)
            writer.WriteNumberValue(size);
        writer.WriteEndArray();
        writer.WriteStartArray("data_offsets");
        writer.WriteNumberValue(offset);
        writer.WriteNumberValue(end);
        writer.WriteEndArray();
        writer.WriteEndObject();
        return end;
    }

    private static Half[] Halves(Parameter parameter)
    {
        var halves = new Half[parameter.Values.Length];
        for (var i = 0; i < halves.Length; i++)
        {
            halves[i] = (Half)parameter.Values[i];
            if (!Half.IsFinite(halves[i]))
                throw new PruneException(
                    Codes.UnsupportedTensor,
                    FormattableString.Invariant(
                        $"'{parameter.Name}' holds {parameter.Values[i]}, which no 16-bit float can hold (at most 65504). The file would not give the same network back; write it with 32-bit weights."
                    )
                );
        }

        return halves;
    }
}
