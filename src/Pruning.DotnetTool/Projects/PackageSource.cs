using System.ComponentModel;
using Pruning.DotnetTool.Builds;

namespace Pruning.DotnetTool.Projects;

/// <summary>Where NuGet finds our packages.</summary>
internal static class PackageSource
{
    private const string ConfigName = "NuGet.config";

    /// <summary>
    /// The source that a NuGet.config in a folder has to name; null where projects there get packages from it already,
    /// or where none is stated.
    /// </summary>
    /// <param name="folder">Of the projects; it need not exist.</param>
    /// <param name="stated">A folder or an address.</param>
    public static string? NeededIn(string folder, string? stated, CancellationToken cancellation)
    {
        var source = Directory.Exists(stated) ? Path.GetFullPath(stated) : stated;
        return source is null || IsKnown(source, Existing(folder), cancellation) ? null : source;
    }

    private static string Existing(string folder) =>
        Directory.Exists(folder) ? folder : Existing(Path.GetDirectoryName(folder)!);

    /// <summary>
    /// Whether projects in a folder get packages from the source already, from the machine's settings or a NuGet.config
    /// in the folder or above it.
    /// </summary>
    /// <param name="source">A full path, or an address.</param>
    private static bool IsKnown(string source, string folder, CancellationToken cancellation)
    {
        try
        {
            return DotnetProcess
                .Run(folder, ["nuget", "list", "source", "--format", "short"], cancellation)
                .Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                // E enabled, D disabled, with more letters behind it for the machine's and the official ones.
                .Where(line => line.StartsWith('E') && line.Contains(' ', StringComparison.Ordinal))
                .Any(line => Same(line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..], source));
        }
        catch (Win32Exception)
        {
            // No SDK to ask. Naming a source twice does no harm.
            return false;
        }
    }

    /// <summary>Where the folder's NuGet.config is, in whichever case, or is to be.</summary>
    public static string ConfigIn(string folder) =>
        (
            Directory.Exists(folder)
                ? Directory
                    .GetFiles(folder)
                    .FirstOrDefault(file =>
                        string.Equals(Path.GetFileName(file), ConfigName, StringComparison.OrdinalIgnoreCase)
                    )
                : null
        ) ?? Path.Combine(folder, ConfigName);

    private static bool Same(string left, string right) =>
        string.Equals(left.TrimEnd('/', '\\'), right.TrimEnd('/', '\\'), StringComparison.OrdinalIgnoreCase);
}
