namespace Pruning.Storage;

/// <summary>Files that only help: what is too long or cannot be read is as if it were not there.</summary>
internal static class BoundedText
{
    /// <summary>A file's text, also while another process replaces it.</summary>
    /// <param name="longest">Bytes.</param>
    /// <returns>Null where there is none.</returns>
    public static string? TryRead(string path, long longest)
    {
        try
        {
            using var stream = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete
            );
            if (stream.Length > longest)
                return null;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
