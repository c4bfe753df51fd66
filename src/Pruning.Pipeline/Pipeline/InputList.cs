using System.Collections.Immutable;

namespace Pruning.Pipeline;

/// <summary>
/// <c>inputs.txt</c>: what a run depended on, a full path a line, for the build's check whether anything changed. A
/// path that ends with a separator is a folder, whose listing counts: files may join the dataset there. Of a link to a
/// file both count, the link and the file.
/// </summary>
public static class InputList
{
    public const string FileName = "inputs.txt";

    /// <param name="files">Single files: the base model, the dataset's yaml.</param>
    /// <param name="datasetFiles">The dataset's images, labels and lists; their folders are listed too.</param>
    /// <param name="datasetFolder">
    /// The folder of the dataset's yaml. It and those above it hold more than the dataset and are not listed.
    /// </param>
    public static ImmutableArray<string> List(
        IEnumerable<string> files,
        IEnumerable<string> datasetFiles,
        string datasetFolder
    )
    {
        var listed = datasetFiles.ToList();
        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in listed)
            AddFolders(folders, Path.GetDirectoryName(file)!, Path.TrimEndingDirectorySeparator(datasetFolder));
        return
        [
            .. files
                .Concat(listed)
                .SelectMany(WithTarget)
                .Concat(folders.Select(folder => folder + Path.DirectorySeparatorChar))
                .Where(path => !path.AsSpan().ContainsAny('\n', '\r'))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
    }

    // The build's check looks at a path's own time stamp, which a link keeps when its file changes.
    private static string[] WithTarget(string path) =>
        new FileInfo(path) is { Exists: true, LinkTarget: not null } link
        && link.ResolveLinkTarget(returnFinalTarget: true) is { } target
            ? [path, target.FullName]
            : [path];

    // Below the dataset's folder up to it, because new files can come in new folders; elsewhere the file's own.
    private static void AddFolders(HashSet<string> folders, string folder, string datasetFolder)
    {
        var below = datasetFolder + Path.DirectorySeparatorChar;
        if (!folder.StartsWith(below, StringComparison.Ordinal))
        {
            if (folder != datasetFolder)
                folders.Add(folder);
            return;
        }

        for (
            var current = folder;
            current.StartsWith(below, StringComparison.Ordinal) && folders.Add(current);
            current = Path.GetDirectoryName(current)!
        ) { }
    }
}
