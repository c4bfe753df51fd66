using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Pruning.Checkpoints;

/// <summary>Makes files like <c>torch.save</c>'s, whole or broken on purpose.</summary>
internal sealed class TorchFileWriter : IDisposable
{
    private readonly List<(string Name, byte[] Content)> _entries = [];

    public string Path { get; } =
        System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"pruning-{Guid.NewGuid():n}.pt");

    public CompressionLevel Compression { get; init; } = CompressionLevel.NoCompression;

    public TorchFileWriter Pickle(byte[] pickle) => Entry("archive/data.pkl", pickle);

    public TorchFileWriter Storage(string key, params float[] values) =>
        Entry($"archive/data/{key}", MemoryMarshal.AsBytes<float>(values).ToArray());

    public TorchFileWriter Entry(string name, byte[] content)
    {
        _entries.Add((name, content));
        return this;
    }

    /// <summary>Writes the file and returns its path.</summary>
    public string Write()
    {
        using var stream = File.Create(Path);
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create);
        foreach (var (name, content) in _entries)
        {
            using var entry = zip.CreateEntry(name, Compression).Open();
            entry.Write(content);
        }

        return Path;
    }

    public void Dispose() => File.Delete(Path);
}
