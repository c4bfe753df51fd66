namespace Pruning.Storage;

/// <summary>Proves that a folder can be written, before work whose result would be lost.</summary>
public static class WriteProbe
{
    private const string Prefix = ".probe-";

    /// <summary>Writes a byte there, of which nothing stays: also where the disk is full.</summary>
    /// <exception cref="IOException">It cannot be written; or what else opening and writing files throws.</exception>
    public static void In(string folder)
    {
        using var probe = new FileStream(
            Path.Combine(folder, $"{Prefix}{Guid.NewGuid():N}"),
            FileMode.CreateNew,
            FileAccess.Write,
            FileShare.Delete,
            bufferSize: 0,
            FileOptions.DeleteOnClose
        );
        probe.WriteByte(1);
    }

    /// <summary>Removes what processes that were killed meanwhile left. One that lives does not miss its own.</summary>
    public static void RemoveLeftovers(string folder)
    {
        foreach (var path in Directory.Exists(folder) ? Directory.GetFiles(folder, $"{Prefix}*") : [])
        {
            try
            {
                File.Delete(path);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // It takes no room and does no harm.
                continue;
            }
        }
    }
}
