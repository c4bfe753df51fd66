using System.Collections.Immutable;
using System.IO.Enumeration;

namespace Pruning.Data;

/// <summary>
/// All files and folders below a folder, linked folders included, as the original's recursive search finds them. Links
/// can go in circles: each folder on disk is entered once, by its own name rather than by a link's. What begins with a
/// dot is passed over.
/// </summary>
/// <param name="Files">Full paths.</param>
/// <param name="Folders">Full paths, the folder itself first.</param>
/// <param name="NotEntered">Folders that were not entered, and why.</param>
internal sealed record FolderSearch(
    ImmutableArray<string> Files,
    ImmutableArray<string> Folders,
    ImmutableArray<DataProblemExample> NotEntered
)
{
    private static readonly EnumerationOptions OneLevel = new() { IgnoreInaccessible = false };

    public static FolderSearch Run(string folder)
    {
        var walk = new Walk();
        walk.Enter(folder, folder);
        walk.FollowLinks();
        return new FolderSearch([.. walk.Files], [.. walk.Folders], [.. walk.NotEntered]);
    }

    private sealed class Walk
    {
        private readonly HashSet<string> _entered = new(StringComparer.Ordinal);
        private readonly Queue<string> _links = [];

        public List<string> Files { get; } = [];

        public List<string> Folders { get; } = [];

        public List<DataProblemExample> NotEntered { get; } = [];

        /// <param name="path">As it is called in results.</param>
        /// <param name="target">Where a link leads.</param>
        public void Enter(string path, string target)
        {
            var open = new Stack<(string Path, string Real)>();
            if (!TryMark(path, target, open))
                return;
            while (open.TryPop(out var folder))
            {
                Folders.Add(folder.Path);
                foreach (var (name, isFolder, isLink) in Entries(folder.Path))
                {
                    var entry = Path.Combine(folder.Path, name);
                    if (isLink && (isFolder || (!ImageListing.IsImage(name) && LeadsNowhere(entry))))
                        _links.Enqueue(entry);
                    else if (!isFolder)
                        Files.Add(entry);
                    else if (Path.Combine(folder.Real, name) is var real && _entered.Add(real))
                        open.Push((entry, real));
                }
            }
        }

        public void FollowLinks()
        {
            while (_links.TryDequeue(out var link))
            {
                if (Directory.Exists(link))
                    Enter(link, link);
                else
                    NotEntered.Add(
                        new DataProblemExample(
                            link,
                            0,
                            $"a link to '{new FileInfo(link).LinkTarget}', where nothing is"
                        )
                    );
            }
        }

        // File.Exists says yes of a link to nothing.
        private static bool LeadsNowhere(string link)
        {
            try
            {
                return new FileInfo(link).ResolveLinkTarget(returnFinalTarget: true) is not { Exists: true };
            }
            catch (IOException)
            {
                return true;
            }
        }

        private bool TryMark(string path, string target, Stack<(string Path, string Real)> open)
        {
            try
            {
                var real = RealPath.Resolve(target);
                if (_entered.Add(real))
                    open.Push((path, real));
                else
                    NotEntered.Add(
                        new DataProblemExample(path, 0, $"a link to '{real}', which is searched under another name")
                    );
                return open.Count > 0;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                NotEntered.Add(new DataProblemExample(path, 0, exception.Message.TrimEnd('.')));
                return false;
            }
        }

        private (string Name, bool IsFolder, bool IsLink)[] Entries(string folder)
        {
            try
            {
                return new FileSystemEnumerable<(string Name, bool IsFolder, bool IsLink)>(
                    folder,
                    (ref FileSystemEntry entry) =>
                        (
                            entry.FileName.ToString(),
                            entry.IsDirectory,
                            (entry.Attributes & FileAttributes.ReparsePoint) != 0
                        ),
                    OneLevel
                )
                    .OrderBy(entry => entry.Name, StringComparer.Ordinal)
                    .ToArray();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                NotEntered.Add(new DataProblemExample(folder, 0, exception.Message.TrimEnd('.')));
                return [];
            }
        }
    }
}
