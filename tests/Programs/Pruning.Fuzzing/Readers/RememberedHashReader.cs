using Pruning.Pipeline;
using Pruning.Storage;

namespace Pruning.Fuzzing.Readers;

/// <summary>The remembered hashes of files.</summary>
internal sealed class RememberedHashReader() : FileReader("hashes", "hashes.tsv", "Pruning.Storage.FileHashes")
{
    protected override string? ReadFile(string path) => FileHashes.Load(path).Of(path);
}
