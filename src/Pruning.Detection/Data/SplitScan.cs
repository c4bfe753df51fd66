using System.Collections.Immutable;
using Pruning.Diagnostics;

namespace Pruning.Data;

/// <summary>One split as found on disk: every image file that the yaml leads to, looked at, in ordinal order.</summary>
internal sealed record SplitScan(
    string Name,
    ImmutableArray<string> ClassNames,
    ImmutableArray<DatasetSource> Sources,
    ImmutableArray<ImageScan> Images
)
{
    /// <exception cref="PruneException">
    /// The yaml does not name the split (<c>PRUNE2002</c>), or a path is missing (<c>PRUNE2003</c>).
    /// </exception>
    public static SplitScan Scan(DatasetDescription description, string name)
    {
        if (!description.Sources.TryGetValue(name, out var sources))
            throw new PruneException(
                Codes.DatasetInvalid,
                $"The dataset file '{description.YamlPath}' has no '{name}' images. Add '{name}:' with a folder "
                    + $"or a file that lists images.",
                new SourceLocation(description.YamlPath)
            );
        var listing = new ImageListing(description, name);
        var paths = listing.Find(sources);
        var images = new ImageScan[paths.Length];
        int? classes = description.Options.SingleClass ? null : description.ClassNames.Length;
        Parallel.For(0, paths.Length, index =>
            images[index] = ImageScan.Scan(
                paths[index],
                classes,
                ImageProbe.Look(paths[index]),
                readsLabels: name != Dataset.Unlabeled
            )
        );
        return new SplitScan(name, description.ClassNames, sources, [.. images]) { Unused = listing.Unused.Problems };
    }

    /// <summary>Whether labels have nothing to say.</summary>
    public bool IsUnlabeled => Name == Dataset.Unlabeled;

    /// <summary>Lines, folders and files that gave no image.</summary>
    public ImmutableArray<DataProblem> Unused { get; private init; } = [];

    /// <summary>The same with every usable image decoded.</summary>
    public SplitScan Decoded(Action<string, double?> report, CancellationToken cancellation)
    {
        var usable = Images.Where(scan => scan.Image is not null).ToArray();
        var problems = DecodingTrial.Problems(
            [.. usable.Select(scan => scan.Path)],
            (text, done) => report($"{Name}: {text}", done),
            cancellation
        );
        var damaged = usable
            .Zip(problems)
            .Where(pair => pair.Second is not null)
            .ToDictionary(pair => pair.First.Path, pair => pair.Second!, StringComparer.Ordinal);
        return damaged.Count == 0
            ? this
            : this with
            {
                Images =
                [
                    .. Images.Select(scan =>
                        damaged.TryGetValue(scan.Path, out var problem) ? scan.Undecodable(problem) : scan
                    ),
                ],
            };
    }

    /// <summary>Images that can be used.</summary>
    public IEnumerable<LabeledImage> Usable => Images.Where(scan => scan.Image is not null).Select(scan => scan.Image!);

    /// <summary>List files, images and labels.</summary>
    public ImmutableArray<string> Files =>
        [
            .. Sources.Select(source => source.Path).Where(File.Exists),
            .. Images.SelectMany(scan => scan.HasLabelFile ? new[] { scan.Path, scan.LabelPath } : [scan.Path]),
        ];
}
