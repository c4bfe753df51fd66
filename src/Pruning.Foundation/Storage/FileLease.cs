using System.Globalization;

namespace Pruning.Storage;

/// <summary>
/// Stands in for a lock on file systems that have none: a file that only one process can create, and whose holder
/// changes it every few seconds. One that changes no more is a dead holder's, and is taken over. No clock but each
/// process's own counts.
/// </summary>
internal sealed class FileLease : IDisposable
{
    private readonly string _path;
    private readonly string _token = Guid.NewGuid().ToString("N");
    private readonly ManualResetEventSlim _end = new();
    private readonly Thread _beat;
    private long _beats;

    private FileLease(string path, FileStream file, TimeSpan interval)
    {
        _path = path;
        Write(file);
        // A thread of its own: a timer's calls wait while all threads of the pool are at work, and its holder would be
        // taken for dead.
        _beat = new Thread(() => Beat(interval)) { IsBackground = true, Name = "lease" };
        _beat.Start();
    }

    public void Dispose()
    {
        _end.Set();
        _beat.Join();
        _end.Dispose();
        if (IsMine())
            File.Delete(_path);
    }

    private void Beat(TimeSpan interval)
    {
        while (!_end.Wait(interval))
            ShowLife();
    }

    /// <summary>Changes the file, as the holder does every few seconds.</summary>
    internal void ShowLife()
    {
        if (!IsMine())
            return;
        try
        {
            using var file = new FileStream(_path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            Write(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The next one may get through; if none does, others take the holder for dead.
            return;
        }
    }

    // Of a holder that was taken for dead, because its machine slept, another one has it.
    private bool IsMine() => Read(_path)?.StartsWith(_token, StringComparison.Ordinal) == true;

    private void Write(FileStream file)
    {
        using var writer = new StreamWriter(file);
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"{_token} {++_beats}"));
    }

    private static string? Read(string path)
    {
        try
        {
            using var reader = new StreamReader(
                new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
            );
            return reader.ReadToEnd();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// One process's attempts to get a lease: what it has seen of the holder decides when it takes it for dead.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="time">By which a holder's silence is measured; the machine's unless a test has its own.</param>
    internal sealed class Attempts(string path, TimeProvider? time = null)
    {
        private readonly TimeProvider _time = time ?? TimeProvider.System;
        private string? _seen;
        private long _since;

        /// <summary>Between two signs of life.</summary>
        public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(2);

        /// <summary>Without a sign of life for so long, a holder is dead.</summary>
        public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

        /// <returns>Null while somebody else has it.</returns>
        public FileLease? Try()
        {
            try
            {
                return new FileLease(
                    path,
                    new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite),
                    Beat
                );
            }
            catch (IOException) when (File.Exists(path))
            {
                if (IsDead())
                    Remove();
                return null;
            }
        }

        private bool IsDead()
        {
            var content = Read(path) ?? "";
            if (_seen == content)
                return _time.GetElapsedTime(_since) > Patience;
            (_seen, _since) = (content, _time.GetTimestamp());
            return false;
        }

        // Moved first: of several who wait, one gets it away.
        private void Remove()
        {
            try
            {
                var away = $"{path}.{Guid.NewGuid():N}.tmp";
                File.Move(path, away);
                File.Delete(away);
            }
            catch (IOException)
            {
                // Another one did.
                return;
            }
        }
    }
}
