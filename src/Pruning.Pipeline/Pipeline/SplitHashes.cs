using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Storage;

namespace Pruning.Pipeline;

/// <summary>
/// The content of a dataset's splits as fingerprints: every image, label and list file by its name below the dataset's
/// folder, and its bytes. Names count because they order the images and pair them with labels; folders above the
/// dataset do not, so it can be moved, and so can what lies elsewhere. Pictures that occur twice show here, and are
/// reported.
/// </summary>
/// <param name="cancellation">A large dataset takes minutes to read.</param>
public sealed class SplitHashes(
    Dataset dataset,
    FileHashes files,
    IDiagnosticSink diagnostics,
    CancellationToken cancellation = default
)
{
    private readonly RepeatedImages _repeated = new();
    private readonly ConcurrentDictionary<string, Lazy<Fingerprint>> _known = new(StringComparer.Ordinal);

    public Fingerprint Of(string split) =>
        _known.GetOrAdd(split, name => new Lazy<Fingerprint>(() => Compute(dataset.Split(name)))).Value;

    /// <summary>
    /// A split's pictures as a measurement sees them: the images' bytes in order, and the labels as they are read.
    /// Unlike <see cref="Of"/> it holds across checkouts that end lines differently or name folders otherwise.
    /// </summary>
    public Fingerprint PicturesOf(string split)
    {
        var images = dataset.Split(split).Images;
        var hashes = images
            .AsParallel()
            .AsOrdered()
            .WithCancellation(cancellation)
            .Select(image => files.Of(image.Path))
            .ToList();
        var content = new FingerprintBuilder().Add("images", images.Length);
        foreach (var (image, hash) in images.Zip(hashes))
            content.Add("image", hash).AddRecord("labels", image.Labels);
        return content.Build();
    }

    /// <summary>
    /// A split's images, labels and lists by in-toto's <c>dirHash</c>, which others can take again: SHA-256 of what
    /// <c>sha256sum</c> prints of the files, in the order of their names from the dataset's folder.
    /// </summary>
    /// <returns>Lower-case hexadecimal.</returns>
    public string DirectoryHashOf(string split)
    {
        var paths = dataset.Split(split).Files;
        var hashes = paths.AsParallel().AsOrdered().WithCancellation(cancellation).Select(files.Of).ToList();
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, hash) in Names(paths).Zip(hashes).OrderBy(file => file.First, StringComparer.Ordinal))
            all.AppendData(Encoding.UTF8.GetBytes($"{hash}  {name}\n"));
        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    private Fingerprint Compute(DatasetSplit split)
    {
        var hashes = split.Files.AsParallel().AsOrdered().WithCancellation(cancellation).Select(files.Of).ToList();
        var content = new FingerprintBuilder()
            .Add("split", split.Name)
            .Add("single class", dataset.Options.SingleClass)
            .Add("files", split.Files.Length);
        foreach (var (name, hash) in Names(split.Files).Zip(hashes))
            content.Add(name, hash);
        Report(split, hashes);
        return content.Build();
    }

    // Of what a yaml or a list names by a path of the machine's, only how it lies to each other is told.
    private IEnumerable<string> Names(ImmutableArray<string> files)
    {
        var root = Folder(dataset.Description.Root);
        var elsewhere = CommonFolder(files.Where(path => !IsBelow(root, path)));
        return files
            .Select(path => IsBelow(root, path) ? path[root.Length..] : $"elsewhere/{path[elsewhere.Length..]}")
            .Select(name => name.Replace('\\', '/'));
    }

    private static string CommonFolder(IEnumerable<string> paths)
    {
        string? common = null;
        foreach (var path in paths)
        {
            common ??= Folder(Path.GetDirectoryName(path)!);
            while (common.Length > 0 && !IsBelow(common, path))
                common = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(common)) is { } above
                    ? Folder(above)
                    : "";
        }

        return common ?? "";
    }

    private static bool IsBelow(string folder, string path) => path.StartsWith(folder, StringComparison.Ordinal);

    private static string Folder(string path) =>
        Path.EndsInDirectorySeparator(path) ? path : path + Path.DirectorySeparatorChar;

    private void Report(DatasetSplit split, List<string> hashes)
    {
        var images = split.Images.Select(image => image.Path).ToHashSet(StringComparer.Ordinal);
        var contents = split.Files.Zip(hashes).Where(file => images.Contains(file.First));
        lock (_repeated)
            new ProblemWarnings(split.Name, split.Images.Length, dataset.Options, diagnostics).Report(
                _repeated.Add(split.Name, contents)
            );
    }
}
