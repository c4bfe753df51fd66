using BenchmarkDotNet.Attributes;
using Pruning.Pipeline;
using Pruning.Storage;

namespace Pruning.Benchmarks.Kernels;

/// <summary>
/// The hash of an image's file of 100 kB: of its contents, and of an unchanged one that is remembered.
/// </summary>
[MemoryDiagnoser]
public class Hashing : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pruning-kernels-").FullName;
    private readonly FileHashes _hashes = FileHashes.Fresh();
    private string _file = "";

    [GlobalSetup]
    public void Setup()
    {
        var bytes = new byte[100_000];
        new Random(0).NextBytes(bytes);
        _file = Path.Combine(_folder, "image.jpg");
        File.WriteAllBytes(_file, bytes);
        File.SetLastWriteTimeUtc(_file, DateTime.UtcNow.AddHours(-1));
    }

    [Benchmark]
    public string Contents() => FileHashes.Compute(_file);

    [Benchmark]
    public string Unchanged() => _hashes.Of(_file);

    [GlobalCleanup]
    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
