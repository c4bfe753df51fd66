namespace Pruning.Data;

/// <summary>Paths as dataset files write them.</summary>
internal static class DatasetPath
{
    /// <summary>
    /// Full path of what a text names, seen from a folder. Where nothing is there, separators of another system are
    /// tried too.
    /// </summary>
    public static string Existing(string folder, string text)
    {
        var path = Path.GetFullPath(Path.Combine(folder, text));
        if (
            Path.DirectorySeparatorChar == '/'
            && text.Contains('\\')
            && !Path.Exists(path)
            && Path.GetFullPath(Path.Combine(folder, text.Replace('\\', '/'))) is var turned
            && Path.Exists(turned)
        )
            return turned;
        return path;
    }

    /// <summary>
    /// Whether a text is a pattern: <c>*</c> and <c>?</c> stand for parts of a name, <c>**</c> for folders at any
    /// depth.
    /// </summary>
    public static bool IsPattern(string text) => text.AsSpan().ContainsAny('*', '?');

    /// <summary>
    /// Full paths of the files and folders that a pattern fits, in ordinal order. <c>**</c> enters linked folders too.
    /// Patterns of more parts than paths have fit nothing.
    /// </summary>
    public static string[] Matching(string folder, string pattern)
    {
        var full = Path.Combine(folder, pattern).Replace('\\', Path.DirectorySeparatorChar);
        var root = Path.GetPathRoot(full)!;
        var parts = full[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length > MostParts)
            return [];
        // Once each at every part: there are many ways through '**/**', and more with each.
        List<string> found = [root];
        foreach (var (index, part) in parts.Index())
        {
            if (part != AnyFolders || index == 0 || parts[index - 1] != AnyFolders)
                found = [.. found.SelectMany(parent => Step(parent, part)).Distinct(StringComparer.Ordinal)];
        }

        return [.. found.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private const string AnyFolders = "**";
    private const int MostParts = 256;

    private static readonly EnumerationOptions OneLevel = new()
    {
        MatchType = MatchType.Simple,
        MatchCasing = MatchCasing.PlatformDefault,
    };

    private static IEnumerable<string> Step(string parent, string part) =>
        part switch
        {
            _ when !Directory.Exists(parent) => [],
            AnyFolders => FolderSearch.Run(parent).Folders,
            _ when IsPattern(part) => Directory.EnumerateFileSystemEntries(parent, part, OneLevel),
            _ => Path.Exists(Path.Combine(parent, part)) ? [Path.Combine(parent, part)] : [],
        };
}
