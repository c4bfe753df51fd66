using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Pruning.Storage;

namespace Pruning.Training;

/// <summary>
/// A training's whole state on disk. Format: <c>PRUNETRN</c>, version (int32), length of the JSON head (int32), the head (position and the
/// arrays' names and lengths), the arrays (little-endian floats), SHA-256 of all before. Replaced in one step, so a kill at any moment leaves
/// the old one or the new one.
/// </summary>
internal sealed record TrainingCheckpoint(TrainingPosition Position, IReadOnlyList<(string Name, float[] Values)> Arrays)
{
    private const int Version = 4;
    private const int HashLength = 32;
    private const int FixedLength = 16;

    private static ReadOnlySpan<byte> Magic => "PRUNETRN"u8;

    public IReadOnlyDictionary<string, float[]> Section(string prefix) => Arrays
        .Where(array => array.Name.StartsWith(prefix, StringComparison.Ordinal))
        .ToDictionary(array => array.Name[prefix.Length..], array => array.Values, StringComparer.Ordinal);

    public void Save(string path) => AtomicFile.Write(path, Write);

    private void Write(FileStream file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var head = JsonSerializer.SerializeToUtf8Bytes(new Head(Position, [.. Arrays.Select(array => new Entry(array.Name, array.Values.Length))]));
        var start = new byte[FixedLength];
        Magic.CopyTo(start);
        BinaryPrimitives.WriteInt32LittleEndian(start.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(start.AsSpan(12), head.Length);
        Append(file, hash, start);
        Append(file, hash, head);
        foreach (var (_, values) in Arrays)
            Append(file, hash, MemoryMarshal.AsBytes<float>(values));
        file.Write(hash.GetHashAndReset());
    }

    /// <exception cref="InvalidDataException">The file is damaged or of another version; the message says how.</exception>
    public static TrainingCheckpoint Load(string path)
    {
        var content = File.ReadAllBytes(path);
        if (content.Length < FixedLength + HashLength || !content.AsSpan(0, Magic.Length).SequenceEqual(Magic))
            throw new InvalidDataException("it is no checkpoint");
        var version = BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan(8));
        if (version != Version)
            throw new InvalidDataException($"it is of version {version}, and this program writes version {Version}");
        if (!SHA256.HashData(content.AsSpan(..^HashLength)).AsSpan().SequenceEqual(content.AsSpan(^HashLength..)))
            throw new InvalidDataException("its hash does not agree with its content");
        var length = BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan(12));
        if (length < 0 || length > content.Length - FixedLength - HashLength)
            throw new InvalidDataException("its head runs over its end");
        return Parse(content.AsSpan(FixedLength, length), content.AsSpan(FixedLength + length, content.Length - FixedLength - length - HashLength));
    }

    private static TrainingCheckpoint Parse(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        Head? description;
        try
        {
            description = JsonSerializer.Deserialize<Head>(head);
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException("its head is not understood", failure);
        }

        if (description?.Position is null || description.Arrays is null)
            throw new InvalidDataException("its head is not understood");
        var arrays = new List<(string, float[])>();
        foreach (var entry in description.Arrays)
        {
            if (entry.Length < 0 || (long)entry.Length * sizeof(float) > body.Length)
                throw new InvalidDataException($"'{entry.Name}' runs over its end");
            arrays.Add((entry.Name, MemoryMarshal.Cast<byte, float>(body[..(entry.Length * sizeof(float))]).ToArray()));
            body = body[(entry.Length * sizeof(float))..];
        }

        return new TrainingCheckpoint(description.Position, arrays);
    }

    private static void Append(FileStream file, IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        file.Write(bytes);
        hash.AppendData(bytes);
    }

    private sealed record Head(TrainingPosition Position, Entry[] Arrays);

    private sealed record Entry(string Name, int Length);
}
