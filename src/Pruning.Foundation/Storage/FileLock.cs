using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pruning.Diagnostics;

namespace Pruning.Storage;

/// <summary>
/// Lets one process at a time do a piece of work. The operating system holds the lock on an open file, so it ends with
/// its holder, however that one dies; a file beside it says who holds it, for the message of those who wait. Where the
/// file system has no locks, a <see cref="FileLease"/> stands in.
/// </summary>
public sealed class FileLock : IDisposable
{
    private const string LeaseExtension = ".lease";

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    // EWOULDBLOCK of Linux and of macOS; Windows's sharing and lock violations.
    private static readonly int[] HeldByAnother = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

    private readonly FileStream _stream;
    private readonly FileLease? _lease;
    private readonly string _holder;
    private bool _isGivenBack;

    private FileLock(FileStream stream, FileLease? lease, string holder)
    {
        _stream = stream;
        _lease = lease;
        _holder = holder;
    }

    /// <summary>Takes the lock, waiting for it as long as needed.</summary>
    /// <param name="folder">Where lock files are; created if needed.</param>
    /// <param name="name">What is locked; any text.</param>
    /// <param name="purpose">What this process is doing, for others to read.</param>
    /// <param name="waiting">
    /// Told the holder's words (process, machine, purpose, since when) when somebody else holds it, and again when it
    /// is another one.
    /// </param>
    /// <exception cref="PruneException">PRUNE9002, PRUNE9003: there can be no lock.</exception>
    public static FileLock Acquire(
        string folder,
        string name,
        string purpose,
        Action<string> waiting,
        CancellationToken cancellation
    )
    {
        var path = PathOf(folder, name);
        var attempts = new FileLease.Attempts(path + LeaseExtension);
        string? told = null;
        for (var polls = 0; ; polls++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (TryHold(path, purpose, attempts) is { } held)
                return held;
            // The one that has just got the lock has not written its name yet.
            if ((HolderOf(path) ?? (polls == 0 ? told : "another process")) is { } holder && holder != told)
                waiting(told = holder);
            cancellation.WaitHandle.WaitOne(Poll);
        }
    }

    /// <summary>The lock if nobody has it, or null.</summary>
    /// <exception cref="PruneException">As <see cref="Acquire"/>.</exception>
    public static FileLock? TryAcquire(string folder, string name, string purpose)
    {
        var path = PathOf(folder, name);
        return TryHold(path, purpose, new FileLease.Attempts(path + LeaseExtension));
    }

    /// <summary>Whether any lock of a folder is held.</summary>
    public static bool AnyHeld(string folder) =>
        Directory.Exists(folder)
        && (
            Directory.GetFiles(folder, "*" + LeaseExtension).Length > 0
            || Directory.GetFiles(folder, "*.lock").Any(IsHeld)
        );

    public void Dispose()
    {
        // A second time, what is there is the next holder's.
        if (_isGivenBack)
            return;
        _isGivenBack = true;
        // The lock file itself stays: deleting it would let two processes lock two files of one name.
        Quietly(() => File.Delete(_holder));
        _lease?.Dispose();
        _stream.Dispose();
    }

    private static string PathOf(string folder, string name) =>
        Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..32] + ".lock");

    private static FileLock? TryHold(string path, string purpose, FileLease.Attempts attempts)
    {
        if (TryOpen(path) is not { } stream)
            return null;
        FileLease? lease = null;
        if (!IsHeld(path) && (lease = attempts.Try()) is null)
        {
            stream.Dispose();
            return null;
        }

        var holder = path + ".holder";
        Quietly(() =>
            Write(
                holder,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"process {Environment.ProcessId} on {Environment.MachineName}, {purpose}, since "
                        + $"{DateTimeOffset.Now:yyyy-MM-dd HH:mm:ss zzz}"
                )
            )
        );
        return new FileLock(stream, lease, holder);
    }

    private static FileStream? TryOpen(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException held) when (HeldByAnother.Contains(held.HResult))
        {
            return null;
        }
        catch (IOException failure) when (StoreFailure.IsDiskFull(failure))
        {
            throw StoreFailure.DiskFull(failure, path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PruneException(
                Codes.CacheNotWritable,
                $"The cache's lock '{path}' cannot be taken: {failure.Message} It may belong to another user. "
                    + $"Get the right to write there, or set PruningCacheDir to a folder of your own.",
                new SourceLocation(path),
                failure
            );
        }
    }

    // Also of one that is held here: a second handle tells whether locks mean anything to the file system.
    private static bool IsHeld(string path)
    {
        try
        {
            using var _ = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException held)
        {
            return HeldByAnother.Contains(held.HResult);
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Write(string path, string text)
    {
        using var writer = new StreamWriter(
            new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete)
        );
        writer.Write(text);
    }

    private static string? HolderOf(string path)
    {
        string? holder = null;
        // Sharing it all: who reads must not keep the new holder from saying who it is.
        Quietly(() =>
        {
            using var reader = new StreamReader(
                new FileStream(path + ".holder", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
            );
            holder = reader.ReadToEnd();
        });
        return holder is { Length: > 0 } ? holder : null;
    }

    // What it says of the holder is for people only.
    private static void Quietly(Action work)
    {
        try
        {
            work();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }
}
