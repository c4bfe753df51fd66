using Pruning.Graphs;

namespace Pruning.Data.Import;

/// <summary>Finds the image files that annotations name, in one folder, and looks at each.</summary>
internal sealed class ImageFinder(string folder, ImportTally tally)
{
    /// <summary>So many names are tried to find the folder.</summary>
    private const int Trials = 50;

    /// <summary>Looks for the folder around a COCO file: where most of its first images are.</summary>
    /// <param name="given">The user's choice, or null.</param>
    public static ImageFinder ForCoco(string json, string split, string? given, IEnumerable<string?> names, ImportTally tally)
    {
        if (given is not null)
            return new ImageFinder(Path.GetFullPath(given), tally);
        var beside = Path.GetDirectoryName(Path.GetFullPath(json))!;
        var above = Path.GetDirectoryName(beside) ?? beside;
        var set = Path.GetFileNameWithoutExtension(json).Replace("instances_", "", StringComparison.Ordinal);
        string[] below = ["", "images", Path.Combine("images", set), Path.Combine("images", split), set, split, "JPEGImages", "data"];
        var candidates = new[] { beside, above }.SelectMany(root => below.Select(part => Path.Combine(root, part))).Where(Directory.Exists).Distinct(StringComparer.Ordinal);
        var first = names.Select(SafeName.Of).OfType<string>().Take(Trials).ToArray();
        return new ImageFinder(candidates.MaxBy(candidate => first.Count(name => File.Exists(Path.Combine(candidate, name)))) ?? beside, tally);
    }

    /// <summary>The image without boxes, or null, counted, where it cannot be used.</summary>
    /// <param name="written">As the annotations name it.</param>
    /// <param name="claimed">The size that the coordinates refer to, or null for the image's own.</param>
    public AnnotatedImage? Find(string? written, Extent? claimed)
    {
        if (SafeName.Of(written) is not { } name || !ImageListing.IsImage(name))
            return LeftOut(ImportRemark.ImageNameUnsafe, written ?? "(none)");
        var path = Path.GetFullPath(Path.Combine(folder, name));
        if (!File.Exists(path))
            return LeftOut(ImportRemark.ImageMissing, path);
        var look = ImageProbe.Look(path);
        if (look.Problem is { } problem)
            return LeftOut(ImportRemark.ImageUnreadable, $"{path}: {problem}");
        if (claimed is { } size && size != look.Size)
            tally.Add(ImportRemark.ImageSizeDiffers, $"{path}: {look.Size.Width}×{look.Size.Height}, annotated as {size.Width}×{size.Height}");
        return new AnnotatedImage(name, path, claimed ?? look.Size, []);
    }

    private AnnotatedImage? LeftOut(ImportRemark remark, string example)
    {
        tally.Add(remark, example);
        return null;
    }
}
