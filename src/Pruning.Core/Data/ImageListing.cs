using System.IO.Enumeration;
using Pruning.Diagnostics;

namespace Pruning.Data;

/// <summary>Finds a split's images: all in a folder and below it, or those that a text file lists.</summary>
internal static class ImageListing
{
    private const long MaximumListBytes = 1L << 30;

    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".bmp", ".jpeg", ".jpg", ".mpo", ".png", ".tif", ".tiff", ".webp",
    };

    /// <summary>Full paths in ordinal order, each once.</summary>
    public static string[] Find(string split, IEnumerable<DatasetSource> sources) =>
        [.. sources.SelectMany(source => Find(split, source))
            .Where(path => Extensions.Contains(Path.GetExtension(path)))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Find(string split, DatasetSource source)
    {
        if (Directory.Exists(source.Path))
            return InFolder(source.Path);
        if (File.Exists(source.Path))
            return Listed(split, source);
        throw new PruneException(
            Codes.DatasetPathMissing,
            $"The dataset's '{split}' names '{source.Path}', which does not exist. Relative paths resolve against the yaml's folder (and its 'path:'); correct the path, or put the images there.",
            source.Location);
    }

    /// <summary>Linked folders below are not entered: links can go in circles. The folder itself, and files, may be links.</summary>
    private static FileSystemEnumerable<string> InFolder(string folder) => new(
        folder,
        (ref FileSystemEntry entry) => entry.ToFullPath(),
        new EnumerationOptions { RecurseSubdirectories = true })
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
        ShouldRecursePredicate = (ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0,
    };

    /// <summary>One path a line; relative ones resolve against the list's folder.</summary>
    private static IEnumerable<string> Listed(string split, DatasetSource source)
    {
        if (new FileInfo(source.Path).Length > MaximumListBytes)
            throw new PruneException(Codes.DatasetInvalid, $"The dataset's '{split}' names '{source.Path}', which is too large to be a list of images. Name a folder or a text file.", source.Location);
        var folder = Path.GetDirectoryName(source.Path)!;
        return File.ReadLines(source.Path)
            .Select(line => line.Trim())
            .Where(line => line.Length > 0 && !line.Contains('\0'))
            .Select(line => Path.GetFullPath(Path.Combine(folder, line)));
    }
}
