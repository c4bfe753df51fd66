namespace Pruning.Layering;

/// <summary>The engine's folders as their sources have them, whichever project they lie in.</summary>
internal sealed class EngineSources
{
    private const string Root = "Pruning";

    private readonly SortedDictionary<string, SourceFolder> _folders = new(StringComparer.Ordinal);

    /// <param name="projects">The projects' folders.</param>
    public EngineSources(params IEnumerable<string> projects)
    {
        var files =
            from project in projects
            from path in Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories)
            let name = Path.GetRelativePath(project, path).Replace('\\', '/')
            where
                !name.StartsWith("obj/", StringComparison.Ordinal) && !name.StartsWith("bin/", StringComparison.Ordinal)
            select new SourceFile(name, File.ReadAllText(path));
        Files = [.. files];
        foreach (var folder in Files.GroupBy(FolderOf))
            _folders[folder.Key] = new SourceFolder(folder.Key, [.. folder]);
    }

    public IReadOnlyList<SourceFile> Files { get; }

    /// <summary>The namespace that a file's folder stands for.</summary>
    public static string NamespaceOf(SourceFile file) =>
        FolderOf(file) is { Length: > 0 } name ? $"{Root}.{name}" : Root;

    /// <summary>The folders right below a project's, all that lies below one being part of it.</summary>
    public FolderGraph TopLevel() => Graph(folder => folder.Split('.')[0], (_, _) => true);

    /// <summary>
    /// All folders. One and those below it count as no pair: a parent may use its parts, and they what it gives to all
    /// of them.
    /// </summary>
    public FolderGraph AllLevels() => Graph(folder => folder, (from, to) => !IsAbove(from, to) && !IsAbove(to, from));

    private FolderGraph Graph(Func<string, string> nodeOf, Func<string, string, bool> counts)
    {
        var graph = new FolderGraph();
        foreach (var file in Files)
        {
            var from = nodeOf(FolderOf(file));
            foreach (var to in UsedBy(file).Select(nodeOf).Where(to => to != from && counts(from, to)))
                graph.Add(from, to, file.Path);
        }

        return graph;
    }

    private IEnumerable<string> UsedBy(SourceFile file) =>
        file
            .Usings.Where(name => name.StartsWith(Root + ".", StringComparison.Ordinal))
            .Select(name => name[(Root.Length + 1)..])
            .Concat(file.QualifiedNames.Select(name => Resolve(NamespaceOf(file), name)).OfType<string>())
            .Where(_folders.ContainsKey);

    /// <summary>The folder of the type that a name with dots begins with, as the compiler looks it up; else null.</summary>
    private string? Resolve(string scope, string name)
    {
        var parts = name.Split('.');
        for (var around = scope.Split('.'); around.Length > 0; around = around[..^1])
        {
            for (var count = parts.Length - 1; count > 0; count--)
            {
                var space = string.Join('.', [.. around, .. parts[..count]]);
                if (TypeIn(space, parts[count]) is { } folder)
                    return folder;
            }
        }

        // Written out from the root.
        for (var count = parts.Length - 1; count > 1; count--)
        {
            if (TypeIn(string.Join('.', parts[..count]), parts[count]) is { } folder)
                return folder;
        }

        return null;
    }

    private string? TypeIn(string space, string type) =>
        space.StartsWith(Root + ".", StringComparison.Ordinal)
        && _folders.TryGetValue(space[(Root.Length + 1)..], out var folder)
        && folder.Types.Contains(type)
            ? folder.Name
            : null;

    private static string FolderOf(SourceFile file) =>
        Path.GetDirectoryName(file.Path)!.Replace('\\', '.').Replace('/', '.');

    private static bool IsAbove(string one, string other) => other.StartsWith(one + ".", StringComparison.Ordinal);
}
