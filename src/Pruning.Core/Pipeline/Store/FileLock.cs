using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pruning.Diagnostics;

namespace Pruning.Pipeline.Store;

/// <summary>
/// Lets one process at a time do a piece of work. The operating system holds the lock on an open file, so it ends with its holder, however
/// that one dies; a file beside it says who holds it, for the message of those who wait.
/// </summary>
public sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly FileStream _stream;
    private readonly string _holder;

    private FileLock(FileStream stream, string holder)
    {
        _stream = stream;
        _holder = holder;
    }

    /// <summary>Takes the lock, waiting for it as long as needed.</summary>
    /// <param name="folder">Where lock files are; created if needed.</param>
    /// <param name="name">What is locked; any text.</param>
    /// <param name="purpose">What this process is doing, for others to read.</param>
    /// <param name="waiting">Told once, with the holder's words, when somebody else holds it.</param>
    public static FileLock Acquire(string folder, string name, string purpose, Action<string> waiting, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..32] + ".lock");
        var told = false;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (TryOpen(path) is { } stream)
            {
                var holder = path + ".holder";
                File.WriteAllText(holder, string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}, {purpose}"));
                return new FileLock(stream, holder);
            }

            if (!told)
                waiting(Holder(path + ".holder"));
            told = true;
            cancellation.WaitHandle.WaitOne(Poll);
        }
    }

    public void Dispose()
    {
        // The lock file itself stays: deleting it would let two processes lock two files of one name.
        File.Delete(_holder);
        _stream.Dispose();
    }

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new PruneException(Codes.CacheNotWritable, $"The cache's lock '{path}' cannot be taken: {failure.Message} It may belong to another user. Get the right to write there, or set PruningCacheDir to a folder of your own.", new SourceLocation(path), failure);
        }
    }

    private static string Holder(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "another process";
        }
    }
}
