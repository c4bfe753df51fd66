namespace Pruning.Data;

/// <summary>
/// Label files to which no image belongs: beside the labels of a split's images, with no image of that name, of this
/// split or any other, where the image would be.
/// </summary>
internal static class OrphanLabels
{
    /// <summary>Texts that labelling programs leave among the labels.</summary>
    private static readonly HashSet<string> NoLabels = new(StringComparer.OrdinalIgnoreCase)
    {
        "classes",
        "labels",
        "notes",
        "readme",
        "train",
        "val",
        "valid",
        "test",
        "predefined_classes",
    };

    /// <summary>Full paths in ordinal order.</summary>
    public static IEnumerable<string> Find(SplitScan scan) =>
        scan
            .Images.Select(image =>
                (Images: Path.GetDirectoryName(image.Path)!, Labels: Path.GetDirectoryName(image.LabelPath)!)
            )
            .Distinct()
            // Images of several folders may share a folder of labels.
            .GroupBy(pair => pair.Labels, pair => pair.Images)
            .Where(labels => Directory.Exists(labels.Key))
            .SelectMany(labels => In(labels.Key, labels, scan))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> In(string labels, IEnumerable<string> imageFolders, SplitScan scan)
    {
        var images = imageFolders
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder).Where(ImageListing.IsImage))
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .ToHashSet(StringComparer.Ordinal);
        return Directory
            .EnumerateFiles(labels, "*.txt")
            .Where(path =>
                Path.GetFileNameWithoutExtension(path) is var name && !images.Contains(name) && !NoLabels.Contains(name)
            )
            .Where(path => scan.Sources.All(source => source.Path != path));
    }
}
