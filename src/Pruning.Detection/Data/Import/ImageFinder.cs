using Pruning.Graphs;

namespace Pruning.Data.Import;

/// <summary>Finds the image files that annotations name, in one folder, and looks at each.</summary>
internal sealed class ImageFinder(string folder, ImportTally tally)
{
    /// <summary>So many names are tried to find the folder.</summary>
    private const int Trials = 50;

    private readonly Lazy<ImageNames> _names = new(() => ImageNames.In(folder));

    /// <summary>Looks for the folder around a COCO file: where most of its first images are.</summary>
    /// <param name="given">The user's choice, or null.</param>
    public static ImageFinder ForCoco(
        string json,
        string split,
        string? given,
        IEnumerable<string?> names,
        ImportTally tally
    )
    {
        if (given is not null)
            return new ImageFinder(Path.GetFullPath(given), tally);
        var beside = Path.GetDirectoryName(Path.GetFullPath(json))!;
        var above = Path.GetDirectoryName(beside) ?? beside;
        var set = Path.GetFileNameWithoutExtension(json).Replace("instances_", "", StringComparison.Ordinal);
        string[] below =
        [
            "",
            "images",
            Path.Combine("images", set),
            Path.Combine("images", split),
            set,
            split,
            "JPEGImages",
            "data",
        ];
        var candidates = new[] { beside, above }
            .SelectMany(root => below.Select(part => Path.Combine(root, part)))
            .Where(Directory.Exists)
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        var first = names.OfType<string>().Take(Trials).ToArray();
        int Exact(string candidate) =>
            first.Count(name => SafeName.Make(name) is { } safe && File.Exists(Path.Combine(candidate, safe)));
        var best = candidates.MaxBy(Exact);
        if (best is null || Exact(best) == 0)
            best = candidates
                .Select(candidate => (Folder: candidate, Names: ImageNames.In(candidate)))
                .MaxBy(candidate => first.Count(name => candidate.Names.Nearest(name) is not null))
                .Folder;
        return new ImageFinder(best ?? beside, tally);
    }

    /// <summary>The image whose name, without extension, this is; null for none.</summary>
    public string? WithStem(string stem) => _names.Value.WithStem(stem);

    /// <summary>The image without boxes, or null, counted, where it cannot be used.</summary>
    /// <param name="written">As the annotations name it.</param>
    /// <param name="claimed">The size that the annotations state, or null for the image's own.</param>
    public AnnotatedImage? Find(string? written, Extent? claimed)
    {
        if (Named(written) is not { } name)
            return SafeName.Make(written) is { } safe
                ? LeftOut(ImportRemark.ImageMissing, Path.GetFullPath(Path.Combine(folder, safe)))
                : LeftOut(ImportRemark.ImageNameUnsafe, written ?? "(none)");
        var path = Path.GetFullPath(Path.Combine(folder, name));
        var look = ImageProbe.Look(path);
        if (look.Problem is { } problem)
            return LeftOut(ImportRemark.ImageUnreadable, $"{path}: {problem}");
        if (claimed is null)
            tally.Add(ImportRemark.ImageSizeGuessed, $"{path}: {look.Size.Width}×{look.Size.Height}");
        return new AnnotatedImage(name, path, claimed ?? look.Size, look.Size, []);
    }

    private string? Named(string? written)
    {
        if (SafeName.Make(written) is { } safe && ImageListing.IsImage(safe) && File.Exists(Path.Combine(folder, safe)))
            return safe;
        var found = _names.Value.Nearest(written);
        if (found is not null && found != written)
            tally.Add(ImportRemark.ImageNameGuessed, $"'{written}', taken for '{found}'");
        return found;
    }

    private AnnotatedImage? LeftOut(ImportRemark remark, string example)
    {
        tally.Add(remark, example);
        return null;
    }
}
