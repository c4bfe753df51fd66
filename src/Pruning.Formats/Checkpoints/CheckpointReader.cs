using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Pruning.Checkpoints.StateDicts;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Graphs.Import;
using Pruning.Onnx;
using Pruning.Onnx.Import;

namespace Pruning.Checkpoints;

/// <summary>
/// Reads a model file of any kind that is known, by its content: PyTorch's zip or older stream, safetensors, or ONNX.
/// </summary>
public static class CheckpointReader
{
    private static ReadOnlySpan<byte> Zip => "PK\u0003\u0004"u8;

    /// <param name="path">The file; its name and extension do not matter.</param>
    /// <param name="diagnostics">Takes warnings, for example PRUNE1011 where classes have no names.</param>
    /// <returns>The network, proven to fit together, with finite 32-bit weights.</returns>
    /// <exception cref="PruneException">PRUNE1001 to PRUNE1016, PRUNE7102: why it cannot be imported.</exception>
    public static Network Read(string path, IDiagnosticSink diagnostics)
    {
        using var stream = Open(path);
        try
        {
            var network = Read(path, stream, diagnostics);
            NetworkChecks.Verify(path, network);
            ClassNaming.WarnOfEqual(path, network.ClassNames, diagnostics);
            return network with { Provenance = Describe(path, stream, network.Provenance) };
        }
        catch (PruneException refusal) when (refusal.Diagnostic.Location is null)
        {
            throw refusal.About(path);
        }
    }

    /// <summary>The yaml beside a model file that says what bare weights do not; null where there is none.</summary>
    public static string? DescriptionBeside(string path) =>
        ModelYaml.PathFor(path) is var yaml && File.Exists(yaml) && yaml != path ? yaml : null;

    private static Network Read(string path, FileStream stream, IDiagnosticSink diagnostics)
    {
        Span<byte> head = stackalloc byte[16];
        head = head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        stream.Position = 0;
        if (head.StartsWith(Zip))
            return TorchCheckpoint.Read(path, stream, diagnostics);
        if (head is [0x80, >= 2 and <= 5, ..])
            return TorchCheckpoint.ReadLegacy(path, stream, diagnostics);
        if (OnnxFile.IsOnnx(head))
            return OnnxImporter.Read(path, ReadWhole(path, stream), diagnostics);
        if (head.Length > 8 && head[8] == (byte)'{')
            return SafetensorsFile.Read(path, stream, diagnostics);
        throw CheckpointErrors.UnknownKind(path, LooksLike(head));
    }

    private static string LooksLike(ReadOnlySpan<byte> head) =>
        head switch
        {
            [] => "it is empty",
            _ when head.StartsWith("version https://"u8) || head.StartsWith("version https"u8) =>
                "it is a Git LFS pointer; fetch the real file with 'git lfs pull'",
            [(byte)'<', ..] => "it looks like a web page; the download went wrong",
            _ => $"it begins with {Convert.ToHexString(head[..Math.Min(head.Length, 4)])}",
        };

    private static byte[] ReadWhole(string path, FileStream stream)
    {
        if (stream.Length > Array.MaxLength)
            throw CheckpointErrors.Oversized(path, $"it is {stream.Length} bytes, and an ONNX file has at most 2 GB");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CheckpointErrors.NotReadable(path, "there is no such file", exception);
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw CheckpointErrors.NotReadable(
                path,
                Directory.Exists(path) ? "it is a folder" : exception.Message,
                exception
            );
        }
    }

    /// <summary>Adds the file itself, once: a checkpoint of ours keeps telling what its first base model was.</summary>
    private static ImmutableSortedDictionary<string, string> Describe(
        string path,
        FileStream stream,
        ImmutableSortedDictionary<string, string> facts
    )
    {
        if (facts.Keys.Any(key => key.StartsWith("base.", StringComparison.Ordinal)))
            return facts;
        stream.Position = 0;
        return facts
            .SetItem(ProvenanceKeys.BaseFile, Path.GetFileName(path))
            .SetItem(ProvenanceKeys.BaseBytes, stream.Length.ToString(CultureInfo.InvariantCulture))
            .SetItem(ProvenanceKeys.BaseSha256, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }
}
