using System.Collections.Immutable;

namespace Pruning.Data.Import;

/// <summary>Finds annotations in the layouts in which people have them.</summary>
internal sealed class AnnotationSearch(ImportOptions options, ImportTally tally)
{
    private static readonly EnumerationOptions AnyCase = new() { MatchCasing = MatchCasing.CaseInsensitive };

    private readonly string _source = Path.GetFullPath(options.Source);

    /// <summary>COCO files with their splits; none where there are none.</summary>
    public IReadOnlyList<(string Path, string Split, CocoFile File)> Coco()
    {
        var paths = File.Exists(_source)
            ? [_source]
            : Folders("annotations", "train", "val", "valid", "test")
                .SelectMany(folder => Files(folder, "*.json"))
                .ToArray();
        // Beside COCO's instances lie captions and key points of the same images.
        if (
            paths
                .Where(path => Path.GetFileName(path).StartsWith("instances", StringComparison.OrdinalIgnoreCase))
                .ToArray() is
            { Length: > 0 } instances
        )
            paths = instances;
        return
        [
            .. paths
                .Where(path => Is(path, ".json"))
                .Select(path => (Path: path, File: CocoFile.Read(path)))
                .Where(file => file.File.IsComplete)
                .Select(file => (file.Path, SplitOf(file.Path), file.File)),
        ];
    }

    /// <summary>
    /// VOC's own layout (<c>Annotations</c>, <c>JPEGImages</c>, <c>ImageSets/Main</c>), or XML files in folders of
    /// their splits, images beside them.
    /// </summary>
    public IReadOnlyList<VocSplit> Voc()
    {
        if (File.Exists(_source))
            return Is(_source, ".xml")
                ? [new VocSplit(SplitOf(_source), [_source], ImagesNear(Path.GetDirectoryName(_source)!))]
                : [];
        if (Folder("annotations") is { } annotations && Files(annotations, "*.xml") is { Length: > 0 } files)
            return Sets(files, Folder("JPEGImages") ?? Folder("images") ?? annotations);
        return
        [
            .. Folders("train", "val", "valid", "test")
                .Select(folder => (folder, Files: Files(folder, "*.xml")))
                .Where(found => found.Files.Length > 0)
                .Select(found => new VocSplit(SplitOf(found.folder), [.. found.Files], ImagesNear(found.folder))),
        ];
    }

    private VocSplit[] Sets(string[] files, string images)
    {
        // What the user says counts, whatever lists say.
        if (options.Split is { } all)
            return [new VocSplit(all, [.. files], images)];
        var sets = new VocImageSets(_source, tally).Of(files);
        return sets.Count == 0
            ? [new VocSplit(SplitOf(_source), [.. files], images)]
            : [.. sets.Select(set => new VocSplit(set.Split, [.. set.Files], images))];
    }

    private static string ImagesNear(string folder) =>
        new[]
        {
            folder,
            Path.Combine(folder, "images"),
            Path.Combine(folder, "..", "JPEGImages"),
            Path.Combine(folder, "..", "images"),
            Path.Combine(folder, "..", "images", Path.GetFileName(folder)),
        }.FirstOrDefault(candidate =>
            Directory.Exists(candidate) && Directory.EnumerateFiles(candidate).Any(ImageListing.IsImage)
        )
        ?? folder;

    /// <summary>
    /// The user's choice; else what the file's name says, or its folder's; else a guess, which is told.
    /// </summary>
    private string SplitOf(string path)
    {
        if ((options.Split ?? SplitName.Recognize(Path.GetFileNameWithoutExtension(path))) is { } said)
            return said;
        if (
            Path.GetDirectoryName(path) is { } folder
            && folder != _source
            && !Directory.Exists(path)
            && SplitName.Recognize(Path.GetFileName(folder)) is { } above
        )
            return above;
        tally.Add(ImportRemark.SplitGuessed, $"'{path}' as '{Dataset.SplitNames[0]}'");
        return Dataset.SplitNames[0];
    }

    /// <summary>The source itself and those of its folders that have one of the names.</summary>
    private IEnumerable<string> Folders(params string[] names) =>
        [_source, .. names.Select(Folder).OfType<string>().Distinct(StringComparer.Ordinal)];

    private string? Folder(string name) =>
        Directory.Exists(_source)
            ? Directory.EnumerateDirectories(_source, name, AnyCase).Order(StringComparer.Ordinal).FirstOrDefault()
            : null;

    private static string[] Files(string folder, string pattern) =>
        Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, pattern, AnyCase).Order(StringComparer.Ordinal)]
            : [];

    private static bool Is(string path, string extension) =>
        Path.GetExtension(path).Equals(extension, StringComparison.OrdinalIgnoreCase);
}
