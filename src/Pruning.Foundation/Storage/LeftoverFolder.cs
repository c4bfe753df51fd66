namespace Pruning.Storage;

/// <summary>A folder that nobody needs any more.</summary>
internal static class LeftoverFolder
{
    /// <summary>Removes it with all that is in it. Where that fails it takes room, and does no harm.</summary>
    public static void Remove(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Who comes later tries again.
            return;
        }
    }
}
