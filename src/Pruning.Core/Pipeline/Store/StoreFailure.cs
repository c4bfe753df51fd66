using Pruning.Diagnostics;

namespace Pruning.Pipeline.Store;

/// <summary>Failures of the disk → messages that say what to do.</summary>
internal static class StoreFailure
{
    private const int UnixNoSpace = 28;
    private const int UnixQuota = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    public static bool IsDiskFull(Exception failure) =>
        failure is IOException && failure.HResult is UnixNoSpace or UnixQuota or WindowsDiskFull or WindowsHandleDiskFull;

    public static PruneException DiskFull(Exception failure, string folder) =>
        new(Codes.DiskFull, $"The disk is full: {failure.Message} What was finished is kept, and the next build goes on from there. Free some space, remove what 'dotnet prune cache clear' removes, or set PruningCacheDir to a larger disk.", new SourceLocation(folder), failure);

    /// <summary>Creates the folder and proves that it can be written.</summary>
    /// <exception cref="PruneException">PRUNE9002, PRUNE9003.</exception>
    public static void RequireWritable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".probe-{Guid.NewGuid():N}");
            File.WriteAllBytes(probe, [1]);
            File.Delete(probe);
        }
        catch (Exception failure) when (IsDiskFull(failure))
        {
            throw DiskFull(failure, folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new PruneException(Codes.CacheNotWritable, $"Stage results cannot be kept in '{folder}': {failure.Message} Without them every build would train again. Give yourself the right to write there, or set PruningCacheDir to another folder.", new SourceLocation(folder), failure);
        }
    }
}
