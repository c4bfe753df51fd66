using Pruning.Diagnostics;

namespace Pruning.Storage;

/// <summary>Failures of the disk → messages that say what to do.</summary>
internal static class StoreFailure
{
    private const int UnixNoSpace = 28;
    private const int UnixQuota = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    public static bool IsDiskFull(Exception failure) =>
        failure is IOException
        && failure.HResult is UnixNoSpace or UnixQuota or WindowsDiskFull or WindowsHandleDiskFull;

    public static PruneException DiskFull(Exception failure, string folder) =>
        new(
            Codes.DiskFull,
            $"The disk is full: {failure.Message} What was finished is kept, and the next build goes on from "
                + $"there. Free some space, remove what 'dotnet prune cache clear' removes, or set PruningCacheDir to "
                + $"a larger disk.",
            new SourceLocation(folder),
            failure
        );

    /// <summary>A result that was made and cannot be put in its place.</summary>
    public static PruneException NotPublished(Exception failure, string folder) =>
        IsDiskFull(failure)
            ? DiskFull(failure, folder)
            : new PruneException(
                Codes.CacheNotWritable,
                $"A stage's result cannot be put at '{folder}': {failure.Message} The work behind it is kept, "
                    + $"and the next build goes on from there. Give yourself the right to write there, remove what is "
                    + $"in the way, or set PruningCacheDir to another folder.",
                new SourceLocation(folder),
                failure
            );

    /// <summary>
    /// What a failure in the middle of a stage comes from, if it is the store's disk: full, or no longer to be written.
    /// Null for any other.
    /// </summary>
    /// <param name="root">The store's folder.</param>
    public static PruneException? Explain(Exception failure, string root)
    {
        if (IsDiskFull(failure) || (failure is PruneException { InnerException: { } cause } && IsDiskFull(cause)))
            return DiskFull(failure, root);
        if (failure is not (IOException or UnauthorizedAccessException))
            return null;
        try
        {
            RequireWritable(root);
            return null;
        }
        catch (PruneException refusal)
        {
            return refusal;
        }
    }

    public static bool IsWritable(string folder)
    {
        try
        {
            RequireWritable(folder);
            return true;
        }
        catch (PruneException)
        {
            return false;
        }
    }

    /// <summary>Creates the folder and proves that it can be written.</summary>
    /// <exception cref="PruneException">PRUNE9002, PRUNE9003.</exception>
    public static void RequireWritable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            WriteProbe.In(folder);
        }
        catch (Exception failure) when (IsDiskFull(failure))
        {
            throw DiskFull(failure, folder);
        }
        catch (Exception failure)
            when (failure is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new PruneException(
                Codes.CacheNotWritable,
                $"Stage results cannot be kept in '{folder}': {failure.Message} Without them every build would "
                    + $"train again. Give yourself the right to write there, or set PruningCacheDir to another folder.",
                new SourceLocation(folder),
                failure
            );
        }
    }
}
