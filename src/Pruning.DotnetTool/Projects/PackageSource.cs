using System.ComponentModel;
using System.Text.Json;
using Pruning.DotnetTool.Builds;

namespace Pruning.DotnetTool.Projects;

/// <summary>Where NuGet finds our packages: the folder that this tool was installed from has the SDK, too.</summary>
internal static class PackageSource
{
    private const string ConfigName = "NuGet.config";

    // tools/<framework>/<runtime>/ is where a tool's package has its program.
    private const int FoldersAbove = 3;

    /// <summary>The folder that the package came from in which a program is; null for a program of no package, and for one from a gallery, which every machine knows.</summary>
    /// <param name="program">The program's folder.</param>
    public static string? FolderOf(string program)
    {
        var at = new DirectoryInfo(program.TrimEnd(Path.DirectorySeparatorChar));
        for (var i = 0; i < FoldersAbove && at is not null; i++)
            at = at.Parent;
        try
        {
            // NuGet leaves it beside each package that it unpacks.
            using var origin = JsonDocument.Parse(File.ReadAllText(Path.Combine(at?.FullName ?? program, ".nupkg.metadata")));
            return origin.RootElement.GetProperty("source").GetString() is { Length: > 0 } source && Directory.Exists(source) ? Path.GetFullPath(source) : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The source that a NuGet.config in a folder has to name, so that projects there find our packages; null where they find them already.</summary>
    /// <param name="stated">A folder or an address that the user gives; null for the folder that this program came from.</param>
    /// <param name="folder">Of the projects; it need not exist.</param>
    public static string? NeededIn(string folder, string? stated, CancellationToken cancellation)
    {
        var source = stated is null ? FolderOf(AppContext.BaseDirectory) : Directory.Exists(stated) ? Path.GetFullPath(stated) : stated;
        return source is null || IsKnown(source, Existing(folder), cancellation) ? null : source;
    }

    private static string Existing(string folder) => Directory.Exists(folder) ? folder : Existing(Path.GetDirectoryName(folder)!);

    /// <summary>Whether projects in a folder get packages from the source already, from the machine's settings or a NuGet.config in the folder or above it.</summary>
    /// <param name="source">A full path, or an address.</param>
    public static bool IsKnown(string source, string folder, CancellationToken cancellation)
    {
        try
        {
            return DotnetProcess.Run(folder, ["nuget", "list", "source", "--format", "short"], cancellation).Output
                .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
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
        (Directory.Exists(folder) ? Directory.GetFiles(folder).FirstOrDefault(file => string.Equals(Path.GetFileName(file), ConfigName, StringComparison.OrdinalIgnoreCase)) : null)
        ?? Path.Combine(folder, ConfigName);

    private static bool Same(string left, string right) => string.Equals(left.TrimEnd('/', '\\'), right.TrimEnd('/', '\\'), StringComparison.OrdinalIgnoreCase);
}
