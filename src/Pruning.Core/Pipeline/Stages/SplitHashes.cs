using System.Collections.Concurrent;
using Pruning.Data;
using Pruning.Diagnostics;

namespace Pruning.Pipeline.Stages;

/// <summary>
/// The content of a dataset's splits as fingerprints: every image, label and list file by its name relative to the yaml, and its bytes. Names
/// count because they order the images and pair them with labels; folders above the dataset do not, so it can be moved. Pictures that occur
/// twice show here, and are reported.
/// </summary>
/// <param name="cancellation">A large dataset takes minutes to read.</param>
public sealed class SplitHashes(Dataset dataset, FileHashes files, IDiagnosticSink diagnostics, CancellationToken cancellation = default)
{
    private readonly RepeatedImages _repeated = new();
    private readonly ConcurrentDictionary<string, Lazy<Fingerprint>> _known = new(StringComparer.Ordinal);

    public Fingerprint Of(string split) => _known.GetOrAdd(split, name => new Lazy<Fingerprint>(() => Compute(dataset.Split(name)))).Value;

    private Fingerprint Compute(DatasetSplit split)
    {
        var root = Path.GetDirectoryName(dataset.YamlPath)!;
        var hashes = split.Files.AsParallel().AsOrdered().WithCancellation(cancellation).Select(files.Of).ToList();
        var content = new FingerprintBuilder()
            .Add("split", split.Name)
            .Add("single class", dataset.Options.SingleClass)
            .Add("files", split.Files.Length);
        foreach (var (path, hash) in split.Files.Zip(hashes))
            content.Add(Path.GetRelativePath(root, path).Replace('\\', '/'), hash);
        Report(split, hashes);
        return content.Build();
    }

    private void Report(DatasetSplit split, List<string> hashes)
    {
        var images = split.Images.Select(image => image.Path).ToHashSet(StringComparer.Ordinal);
        var contents = split.Files.Zip(hashes).Where(file => images.Contains(file.First));
        lock (_repeated)
            new ProblemWarnings(split.Name, split.Images.Length, dataset.Options, diagnostics).Report(_repeated.Add(split.Name, contents));
    }
}
