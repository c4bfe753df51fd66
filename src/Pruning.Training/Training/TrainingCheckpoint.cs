using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pruning.Storage;

namespace Pruning.Training;

/// <summary>
/// A training's whole state on disk. Format: <c>PRUNETRN</c>, version (int32), length of the JSON head (int32), the
/// head (position and the arrays' names and lengths), the arrays (little-endian floats), SHA-256 of all before.
/// Replaced in one step, so a kill at any moment leaves the old one or the new one.
/// </summary>
internal sealed record TrainingCheckpoint(
    TrainingPosition Position,
    IReadOnlyList<(string Name, float[] Values)> Arrays
)
{
    private const int Version = 4;
    private const int HashLength = 32;
    private const int FixedLength = 16;

    private static ReadOnlySpan<byte> Magic => "PRUNETRN"u8;

    public IReadOnlyDictionary<string, float[]> Section(string prefix) =>
        Arrays
            .Where(array => array.Name.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(array => array.Name[prefix.Length..], array => array.Values, StringComparer.Ordinal);

    public void Save(string path) => AtomicFile.Write(path, Write);

    private void Write(FileStream file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var head = JsonSerializer.SerializeToUtf8Bytes(
            new Head(Position, [.. Arrays.Select(array => new Entry(array.Name, array.Values.Length))])
        );
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

    /// <exception cref="InvalidDataException">
    /// The file is damaged or of another version; the message says how.
    /// </exception>
    public static TrainingCheckpoint Load(string path)
    {
        // The largest networks' are larger than an array may be.
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        var start = new byte[FixedLength];
        if (
            file.Length < FixedLength + HashLength
            || file.ReadAtLeast(start, FixedLength, throwOnEndOfStream: false) < FixedLength
            || !start.AsSpan(0, Magic.Length).SequenceEqual(Magic)
        )
            throw new InvalidDataException("it is no checkpoint");
        var version = BinaryPrimitives.ReadInt32LittleEndian(start.AsSpan(8));
        if (version != Version)
            throw new InvalidDataException($"it is of version {version}, and this program writes version {Version}");
        RequireHash(file);
        file.Position = FixedLength;
        var length = BinaryPrimitives.ReadInt32LittleEndian(start.AsSpan(12));
        if (length < 0 || length > Left(file))
            throw new InvalidDataException("its head runs over its end");
        var head = new byte[length];
        file.ReadExactly(head);
        return Parse(head, file);
    }

    private static long Left(FileStream file) => file.Length - HashLength - file.Position;

    private static void RequireHash(FileStream file)
    {
        file.Position = 0;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        while (Left(file) > 0)
        {
            var read = file.Read(buffer, 0, (int)Math.Min(buffer.Length, Left(file)));
            if (read == 0)
                throw new InvalidDataException("it was cut short while it was read");
            hash.AppendData(buffer, 0, read);
        }

        var kept = new byte[HashLength];
        if (
            file.ReadAtLeast(kept, HashLength, throwOnEndOfStream: false) < HashLength
            || !hash.GetHashAndReset().AsSpan().SequenceEqual(kept)
        )
            throw new InvalidDataException("its hash does not agree with its content");
    }

    private static TrainingCheckpoint Parse(byte[] head, FileStream body)
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

        if (description is not { IsWhole: true } || !IsWrittenSo(head, description))
            throw new InvalidDataException("its head is not understood");
        var arrays = new List<(string, float[])>();
        foreach (var entry in description.Arrays)
        {
            if (entry.Length < 0 || (long)entry.Length * sizeof(float) > Left(body))
                throw new InvalidDataException($"'{entry.Name}' runs over its end");
            var values = new float[entry.Length];
            body.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            arrays.Add((entry.Name, values));
        }

        return new TrainingCheckpoint(description.Position, arrays);
    }

    // Letter by letter, as this version writes: numbers that were too large for a double, and could not be written
    // again, are noticed so.
    private static bool IsWrittenSo(byte[] head, Head description)
    {
        try
        {
            return head.AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(description));
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void Append(FileStream file, IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        file.Write(bytes);
        hash.AppendData(bytes);
    }

    private sealed record Head(TrainingPosition Position, Entry[] Arrays)
    {
        // A hash is no signature: what fits its own may still have been written by hand.
        [JsonIgnore]
        public bool IsWhole =>
            Position
                is {
                    Key: not null,
                    History.IsDefault: false,
                    ClassAccuracy.IsDefault: false,
                    Watch: not null,
                    Penalty: { Led: { } led, Gone: { } gone }
                }
            && Position.History.All(epoch => epoch is not null)
            && led.Values.Concat(gone.Values).All(channels => channels is not null)
            && Arrays is not null
            && Arrays.All(entry => entry is { Name: not null })
            && Arrays.DistinctBy(entry => entry.Name, StringComparer.Ordinal).Count() == Arrays.Length;
    }

    private sealed record Entry(string Name, int Length);
}
