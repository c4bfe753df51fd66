using System.Collections.Concurrent;
using Pruning.Data;

namespace Pruning.Pipeline.Stages;

/// <summary>
/// The content of a dataset's splits as fingerprints: every image, label and list file by its name relative to the yaml, and its bytes. Names
/// count because they order the images and pair them with labels; folders above the dataset do not, so it can be moved.
/// </summary>
public sealed class SplitHashes(Dataset dataset, FileHashes files)
{
    private readonly ConcurrentDictionary<string, Lazy<Fingerprint>> _known = new(StringComparer.Ordinal);

    public Fingerprint Of(string split) => _known.GetOrAdd(split, name => new Lazy<Fingerprint>(() => Compute(dataset.Split(name)))).Value;

    private Fingerprint Compute(DatasetSplit split)
    {
        var root = Path.GetDirectoryName(dataset.YamlPath)!;
        var hashes = split.Files.AsParallel().AsOrdered().Select(files.Of).ToList();
        var content = new FingerprintBuilder().Add("split", split.Name).Add("files", split.Files.Length);
        foreach (var (path, hash) in split.Files.Zip(hashes))
            content.Add(Path.GetRelativePath(root, path).Replace('\\', '/'), hash);
        return content.Build();
    }
}
