using System.Collections.Immutable;
using Pruning.Diagnostics;

namespace Pruning.Data.Import;

/// <summary>Finds annotations in the layouts in which people have them.</summary>
internal sealed class AnnotationSearch(ImportOptions options)
{
    private const int MaximumListBytes = 256 << 20;

    private static readonly EnumerationOptions AnyCase = new() { MatchCasing = MatchCasing.CaseInsensitive };

    private readonly string _source = Path.GetFullPath(options.Source);

    /// <summary>COCO files with their splits; none where there are none.</summary>
    public IReadOnlyList<(string Path, string Split, CocoFile File)> Coco()
    {
        var paths = File.Exists(_source) ? [_source] : Folders("annotations", "train", "val", "valid", "test").SelectMany(folder => Files(folder, "*.json")).ToArray();
        // Beside COCO's instances lie captions and key points of the same images.
        if (paths.Where(path => Path.GetFileName(path).StartsWith("instances", StringComparison.OrdinalIgnoreCase)).ToArray() is { Length: > 0 } instances)
            paths = instances;
        return [.. paths.Where(path => Is(path, ".json")).Select(path => (path, SplitOf(path), CocoFile.Read(path))).Where(file => file.Item3.IsComplete)];
    }

    /// <summary>
    /// VOC's own layout (<c>Annotations</c>, <c>JPEGImages</c>, <c>ImageSets/Main</c>), or XML files in folders of their splits, images beside them.
    /// </summary>
    public IReadOnlyList<VocSplit> Voc()
    {
        if (File.Exists(_source))
            return Is(_source, ".xml") ? [new VocSplit(SplitOf(_source), [_source], ImagesNear(Path.GetDirectoryName(_source)!))] : [];
        if (Folder("annotations") is { } annotations && Files(annotations, "*.xml") is { Length: > 0 } files)
            return Sets(files, Folder("JPEGImages") ?? Folder("images") ?? annotations);
        return
        [
            .. Folders("train", "val", "valid", "test")
                .Select(folder => (folder, Files: Files(folder, "*.xml")))
                .Where(found => found.Files.Length > 0)
                .Select(found => new VocSplit(found.folder == _source ? options.Split : SplitName.Of(Path.GetFileName(found.folder))!, [.. found.Files], ImagesNear(found.folder))),
        ];
    }

    private VocSplit[] Sets(string[] files, string images)
    {
        var lists = Path.Combine(_source, "ImageSets", "Main");
        var byName = files.ToDictionary(file => Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal);
        var sets = Dataset.SplitNames
            .Select(split => (Split: split, Path: Path.Combine(lists, $"{split}.txt")))
            .Where(set => File.Exists(set.Path))
            .ToList();
        if (sets.Count == 0 && File.Exists(Path.Combine(lists, "trainval.txt")))
            sets.Add(("train", Path.Combine(lists, "trainval.txt")));
        return sets.Count == 0
            ? [new VocSplit(options.Split, [.. files], images)]
            : [.. sets.Select(set => new VocSplit(set.Split, [.. Listed(set.Path).Select(name => byName.GetValueOrDefault(name)).OfType<string>()], images))];
    }

    /// <summary>A name a line; a class's own lists have a number behind it.</summary>
    private static IEnumerable<string> Listed(string path) => new FileInfo(path).Length > MaximumListBytes
        ? throw new PruneException(Codes.AnnotationsUnreadable, $"The list '{path}' has more than {MaximumListBytes} bytes, which is no list of images. Remove or replace it.", new SourceLocation(path))
        : File.ReadLines(path).Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 0).Select(words => words[0]).Distinct(StringComparer.Ordinal);

    private static string ImagesNear(string folder) =>
        new[] { folder, Path.Combine(folder, "images"), Path.Combine(folder, "..", "JPEGImages"), Path.Combine(folder, "..", "images"), Path.Combine(folder, "..", "images", Path.GetFileName(folder)) }
            .FirstOrDefault(candidate => Directory.Exists(candidate) && Directory.EnumerateFiles(candidate).Any(ImageListing.IsImage)) ?? folder;

    private string SplitOf(string path) =>
        SplitName.Of(Path.GetFileNameWithoutExtension(path))
        ?? (Path.GetDirectoryName(path) is { } folder && folder != _source ? SplitName.Of(Path.GetFileName(folder)) : null)
        ?? options.Split;

    /// <summary>The source itself and those of its folders that have one of the names.</summary>
    private IEnumerable<string> Folders(params string[] names) => [_source, .. names.Select(Folder).OfType<string>().Distinct(StringComparer.Ordinal)];

    private string? Folder(string name) => Directory.Exists(_source) ? Directory.EnumerateDirectories(_source, name, AnyCase).Order(StringComparer.Ordinal).FirstOrDefault() : null;

    private static string[] Files(string folder, string pattern) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, pattern, AnyCase).Order(StringComparer.Ordinal)] : [];

    private static bool Is(string path, string extension) => Path.GetExtension(path).Equals(extension, StringComparison.OrdinalIgnoreCase);
}
