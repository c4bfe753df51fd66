using Pruning.Diagnostics;

namespace Pruning.Data;

/// <summary>
/// Finds a split's images: all in a folder and below it, those that a text file lists, or single ones.
/// </summary>
internal sealed class ImageListing(DatasetDescription description, string split)
{
    private const long MaximumListBytes = 1L << 30;

    /// <summary>Lower case, with the dot.</summary>
    internal static HashSet<string> Extensions { get; } =
        new(StringComparer.OrdinalIgnoreCase) { ".bmp", ".jpeg", ".jpg", ".mpo", ".png", ".tif", ".tiff", ".webp" };

    /// <summary>Whether a path ends as images do.</summary>
    public static bool IsImage(string path) => Extensions.Contains(Path.GetExtension(path));

    /// <summary>Lines, files and folders that the yaml leads to and that give no image.</summary>
    public UnusedParts Unused { get; } = new();

    /// <summary>Full paths in ordinal order, each once.</summary>
    public string[] Find(IEnumerable<DatasetSource> sources) =>
        [.. sources.SelectMany(Find).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private IEnumerable<string> Find(DatasetSource source)
    {
        if (Directory.Exists(source.Path))
            return InFolder(source.Path);
        if (!File.Exists(source.Path))
            throw Missing(source);
        if (IsImage(source.Path))
            return [source.Path];
        if (ForeignPicture.Describe(source.Path) is null)
            return Listed(source);
        Unused.AddFile(source.Path);
        return [];
    }

    private PruneException Missing(DatasetSource source) =>
        new(
            Codes.DatasetPathMissing,
            split == Dataset.Unlabeled
                ? $"The unlabelled pictures '{source.Path}' do not exist, so nothing can be learnt from them. "
                    + $"Relative paths start at the project's folder; correct the path, or put the pictures there."
                : $"The dataset's '{split}' names '{source.Path}', which does not exist. Relative paths resolve "
                    + $"against the yaml's folder (and its 'path:'); correct the path, or put the images "
                    + $"there.{(description.HasDownload ? " The yaml's 'download:' is not carried out: it may be any program. Fetch the images by hand." : "")}",
            source.Location
        );

    private List<string> InFolder(string folder)
    {
        var search = FolderSearch.Run(folder);
        Unused.AddFolders(search.NotEntered);
        var images = new List<string>();
        foreach (var path in search.Files)
        {
            if (IsImage(path))
                images.Add(path);
            else
                Unused.AddFile(path);
        }

        return images;
    }

    /// <summary>
    /// One path a line. Those that begin with <c>./</c> start at the list's folder; other relative ones do where such a
    /// file is there, and at the dataset's folder otherwise.
    /// </summary>
    private List<string> Listed(DatasetSource source)
    {
        if (new FileInfo(source.Path).Length > MaximumListBytes)
            throw new PruneException(
                Codes.DatasetInvalid,
                $"The dataset's '{split}' names '{source.Path}', which is too large to be a list of images. Name "
                    + $"a folder or a text file.",
                source.Location
            );
        var folder = Path.GetDirectoryName(source.Path)!;
        var lines = new ImageList(source.Path, Unused);
        return lines.Read(line => Resolve(folder, line));
    }

    private string Resolve(string folder, string line)
    {
        var path = DatasetPath.Existing(folder, line);
        if (line.StartsWith("./", StringComparison.Ordinal) || File.Exists(path))
            return path;
        return DatasetPath.Existing(description.Root, line) is var elsewhere && File.Exists(elsewhere)
            ? elsewhere
            : path;
    }
}
