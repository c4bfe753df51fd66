using Pruning.Diagnostics;

namespace Pruning.Storage;

/// <summary>
/// Where stage results live unless a project says otherwise: the user's own cache folder, shared by all projects.
/// </summary>
public static class CacheLocation
{
    /// <summary>The folder that a project states, or the user's where it states none.</summary>
    public static string Of(string? stated) => stated is null ? Default() : Path.GetFullPath(stated);

    /// <summary>
    /// <c>$XDG_CACHE_HOME/pruning</c> or <c>~/.cache/pruning</c>; on Windows <c>%LOCALAPPDATA%\Pruning\cache</c>; on
    /// macOS <c>~/Library/Caches/pruning</c>.
    /// </summary>
    public static string Default()
    {
        if (OperatingSystem.IsWindows())
            return Path.Combine(
                Require(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)),
                "Pruning",
                "cache"
            );
        if (
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg
            && Path.IsPathFullyQualified(xdg)
        )
            return Path.Combine(xdg, "pruning");
        var home = Require(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
        return OperatingSystem.IsMacOS()
            ? Path.Combine(home, "Library", "Caches", "pruning")
            : Path.Combine(home, ".cache", "pruning");
    }

    private static string Require(string folder) =>
        folder.Length > 0
            ? folder
            : throw new PruneException(
                Codes.CacheNotWritable,
                "There is no home folder to keep stage results in, and without them every build would train "
                    + "again. Set PruningCacheDir to a folder."
            );

    /// <summary>The folder of the store that remembers how fast steps were.</summary>
    public const string Paces = "paces";

    /// <summary>Where a store's locks are.</summary>
    public static string LocksIn(string root) => Path.Combine(root, "locks");

    /// <summary>Where stages keep what they need to resume after an interruption, each under its fingerprint.</summary>
    public static string WorkIn(string root) => Path.Combine(root, "work");
}
