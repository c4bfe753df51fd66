namespace Pruning.Data;

/// <summary>A path without links: two names of one folder have the same.</summary>
internal static class RealPath
{
    /// <summary>As many links one after another as Linux follows.</summary>
    private const int MaximumLinks = 40;

    /// <exception cref="IOException">Links lead in a circle, or a part cannot be looked at.</exception>
    public static string Resolve(string path) => Resolve(Path.GetFullPath(path), 0);

    private static string Resolve(string path, int links)
    {
        if (links > MaximumLinks)
            throw new IOException(
                $"'{path}' has more than {MaximumLinks} links one after another, which lead in a circle"
            );
        var root = Path.GetPathRoot(path)!;
        var real = root;
        foreach (
            var part in path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries)
        )
        {
            real = Path.Combine(real, part);
            if (new DirectoryInfo(real).LinkTarget is { } target)
                real = Resolve(Path.GetFullPath(target, Path.GetDirectoryName(real)!), links + 1);
        }

        return real;
    }
}
