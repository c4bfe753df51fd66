using System.Buffers.Binary;
using System.Numerics;
using Pruning.Checkpoints.Pickling;
using Pruning.Graphs.Import;

namespace Pruning.Checkpoints.Torch;

/// <summary>
/// The file that <c>torch.save</c> wrote before version 1.6: pickles of a magic number, a protocol number, facts about
/// the machine, the object, and the storages' keys; then each storage as a 64-bit count and its elements.
/// </summary>
internal sealed class TorchStream : ITorchStorages
{
    private static readonly BigInteger Magic = BigInteger.Parse(
        "1950a86a20f9469cfc6c",
        System.Globalization.NumberStyles.HexNumber,
        System.Globalization.CultureInfo.InvariantCulture
    );

    private readonly Dictionary<string, ReadOnlyMemory<byte>> _storages = new(StringComparer.Ordinal);
    private readonly string _path;

    private TorchStream(string path, object? root, long length)
    {
        _path = path;
        Root = root;
        ContentBytes = length;
    }

    public object? Root { get; }

    public long ContentBytes { get; }

    public static TorchStream Read(string path, FileStream stream)
    {
        if (stream.Length > Array.MaxLength)
            throw CheckpointErrors.Oversized(path, $"it is {stream.Length} bytes in torch's old format");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        ReadOnlyMemory<byte> rest = bytes;
        var host = new TorchPickleHost(path);
        if (Next(ref rest, host) is not BigInteger magic || magic != Magic)
            throw CheckpointErrors.UnknownKind(path, "it is a bare Python pickle, not a PyTorch file");
        Next(ref rest, host);
        Next(ref rest, host);
        var file = new TorchStream(path, Next(ref rest, host), bytes.Length);
        file.ReadStorages(PickleSequence.ItemsOf(Next(ref rest, host)), rest, host);
        return file;
    }

    public byte[] Storage(TorchStorage storage)
    {
        if (!_storages.TryGetValue(storage.Key, out var bytes))
            throw CheckpointErrors.Damaged(_path, $"the weights '{CheckpointErrors.Quote(storage.Key)}' are not in it");
        return bytes.ToArray();
    }

    private static object? Next(ref ReadOnlyMemory<byte> rest, TorchPickleHost host)
    {
        var value = PickleMachine.Read(rest, host, null, out var consumed);
        rest = rest[consumed..];
        return value;
    }

    private void ReadStorages(IReadOnlyList<object?> keys, ReadOnlyMemory<byte> rest, TorchPickleHost host)
    {
        foreach (var item in keys)
        {
            if (
                item is not string key
                || !host.Storages.TryGetValue(key, out var storage)
                || rest.Length < sizeof(long)
            )
                throw CheckpointErrors.Damaged(_path, "the list of its weights does not fit its description");
            var count = BinaryPrimitives.ReadInt64LittleEndian(rest.Span);
            rest = rest[sizeof(long)..];
            if (count < 0 || count > rest.Length / storage.Type.SizeOf())
                throw CheckpointErrors.Damaged(
                    _path,
                    $"the weights '{CheckpointErrors.Quote(key)}' end before their {count} elements do"
                );
            var length = (int)count * storage.Type.SizeOf();
            _storages[key] = rest[..length];
            rest = rest[length..];
        }
    }
}
