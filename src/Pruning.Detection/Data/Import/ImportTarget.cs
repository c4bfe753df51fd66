using Pruning.Diagnostics;
using Pruning.Storage;

namespace Pruning.Data.Import;

/// <summary>
/// The folder that an import writes to: empty, or one that a former import made and the user gives up.
/// </summary>
internal static class ImportTarget
{
    /// <summary>
    /// Tells a folder that an import made from any other; what is to be removed is only ever removed there.
    /// </summary>
    private const string Marker = "import.json";

    private static readonly string[] OwnFolders = ["images", "labels"];

    private static readonly string[] Own = ["data.yaml", "train.txt", "val.txt", "test.txt"];

    /// <exception cref="PruneException">There is something in it (<c>PRUNE2022</c>).</exception>
    public static void Prepare(string folder, bool force)
    {
        if (File.Exists(folder))
            throw Refused($"The output '{folder}' is a file. Name a folder.", folder);
        var marker = Path.Combine(folder, Marker);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            if (!File.Exists(marker))
                throw Refused(
                    $"The output folder '{folder}' holds files that no import made. They could get lost or into "
                        + $"the dataset; name an empty or a new folder.",
                    folder
                );
            if (!force)
                throw Refused(
                    $"The output folder '{folder}' holds a dataset that was imported before. It would be "
                        + $"replaced; say --force if that is meant, or name another folder.",
                    folder
                );
            Clear(folder);
        }

        // First: an import that is cut short can be repeated.
        AtomicFile.Write(marker, "{}\n");
    }

    public static void Describe(string folder, string report) => AtomicFile.Write(Path.Combine(folder, Marker), report);

    private static void Clear(string folder)
    {
        foreach (
            var part in OwnFolders
                .Select(name => new DirectoryInfo(Path.Combine(folder, name)))
                .Where(part => part.Exists)
        )
        {
            // A link is removed itself, not what it leads to.
            if (part.LinkTarget is null)
                part.Delete(recursive: true);
            else
                part.Delete();
        }

        foreach (var name in Own)
            File.Delete(Path.Combine(folder, name));
    }

    private static PruneException Refused(string message, string folder) =>
        new(Codes.ImportTargetNotEmpty, message, new SourceLocation(folder));
}
