using System;
using System.IO;

namespace Pruning.Tasks;

/// <summary>
/// Paths made full without the current directory: in a build of several threads that is some other project's, or
/// none's.
/// </summary>
internal static class FullPath
{
    /// <param name="folder">Full path that <paramref name="path"/> is relative to, unless it is full itself.</param>
    /// <exception cref="ArgumentException">The folder is no full path either.</exception>
    public static string Resolve(string folder, string path)
    {
        var combined = Path.Combine(folder, path);
        return Path.IsPathRooted(combined)
            ? Path.GetFullPath(combined)
            : throw new ArgumentException(
                $"'{path}' cannot be made a full path with '{folder}', which is none.",
                nameof(folder)
            );
    }
}
