using System.IO.Compression;

namespace Pruning.Fuzzing.Readers;

/// <summary>
/// The pickle of a PyTorch file, put into a zip whose checksums fit. Its storages hold zeros, enough for small
/// weights.
/// </summary>
internal sealed class TorchPickleReader()
    : FileReader(
        "pickle",
        "model.pt",
        "Pruning.Checkpoints.Pickling.",
        "Pruning.Checkpoints.Torch.",
        "Pruning.Checkpoints.Modules.",
        "Pruning.Checkpoints.StateDicts."
    )
{
    private const int Storages = 48;
    private const int StorageBytes = 4 << 10;

    protected override byte[] Wrap(byte[] input)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "archive/data.pkl", input);
            var storage = new byte[StorageBytes];
            for (var key = 0; key < Storages; key++)
                Add(zip, FormattableString.Invariant($"archive/data/{key}"), storage);
        }

        return file.ToArray();
    }

    protected override string? ReadFile(string path) => Checkpoint.Read(path);

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        using var entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
        entry.Write(content);
    }
}
