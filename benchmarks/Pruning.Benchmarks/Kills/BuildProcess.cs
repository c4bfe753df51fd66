using System.Diagnostics;
using Pruning.Benchmarks.Measuring;
using Pruning.Testing;

namespace Pruning.Benchmarks.Kills;

/// <summary>
/// A build at work, in a session and a process group of its own, so that no process of it can go unnoticed.
/// </summary>
internal sealed class BuildProcess : IDisposable
{
    private readonly Process _process;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly object _news = new();

    /// <param name="command">A program and its arguments.</param>
    public BuildProcess(
        IReadOnlyList<string> command,
        string folder,
        IEnumerable<KeyValuePair<string, string>> environment
    )
    {
        var start = new ProcessStartInfo("setsid", command)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What this program's own start left in the environment must not decide a build.
        foreach (
            var name in start
                .Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))
                .ToList()
        )
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += Note;
        _process.ErrorDataReceived += Note;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>
    /// What it said. Only looked at while nobody adds to it: within <see cref="Until"/>, or after the end.
    /// </summary>
    public BuildDiary Diary { get; } = new();

    public int Session => _process.Id;

    public bool HasExited => _process.HasExited;

    public double Seconds => _clock.Elapsed.TotalSeconds;

    public string Text => Now(diary => string.Join('\n', diary.Lines));

    /// <summary>Waits until something holds of what it has said.</summary>
    /// <returns>False where it ended before.</returns>
    public bool Until(Func<BuildDiary, bool> holds, TimeSpan limit)
    {
        var clock = Stopwatch.StartNew();
        lock (_news)
        {
            while (!holds(Diary))
            {
                if (_process.HasExited)
                    return false;
                if (clock.Elapsed > limit)
                    throw new MeasurementException(
                        $"A build has not come further for {limit}:\n{string.Join('\n', Diary.Lines)}"
                    );
                Monitor.Wait(_news, 20);
            }
        }

        return true;
    }

    /// <summary>Looks at what it has said until now.</summary>
    public T Now<T>(Func<BuildDiary, T> look)
    {
        lock (_news)
            return look(Diary);
    }

    /// <summary>SIGKILL, of which nobody learns anything.</summary>
    /// <returns>Whether anybody was there to get it.</returns>
    public bool Kill(Victim victim)
    {
        if (_process.HasExited)
            return false;
        return victim switch
        {
            Victim.Group => UnixProcess.TrySignal(-Session, UnixProcess.Kill),
            Victim.Engine when Engine() is { } engine => UnixProcess.TrySignal(engine, UnixProcess.Kill),
            Victim.Engine => UnixProcess.TrySignal(-Session, UnixProcess.Kill),
            _ => UnixProcess.TrySignal(Session, UnixProcess.Kill),
        };
    }

    /// <summary>Waits for the process that was started.</summary>
    /// <returns>Its exit code; null where it still runs.</returns>
    public int? ExitCode(TimeSpan limit)
    {
        if (!_process.WaitForExit(limit))
            return null;
        _process.WaitForExit(); // for the last lines
        return _process.ExitCode;
    }

    /// <summary>Waits for all of the session.</summary>
    /// <returns>The command lines of those that still run.</returns>
    public string[] Remaining(TimeSpan limit)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (UnixProcess.OfSession(Session) is not { Length: > 0 } alive)
                return [];
            if (clock.Elapsed > limit)
                return alive;
            Thread.Sleep(5);
        }
    }

    public void Dispose()
    {
        UnixProcess.TrySignal(-Session, UnixProcess.Kill);
        _process.Dispose();
    }

    private int? Engine() =>
        UnixProcess
            .InSession(Session)
            .Where(process =>
                process.Command.Contains("dotnet-prune", StringComparison.Ordinal)
                && !process.Command.Contains(" msbuild ", StringComparison.Ordinal)
            )
            .Select(process => (int?)process.Process)
            .FirstOrDefault();

    private void Note(object sender, DataReceivedEventArgs line)
    {
        lock (_news)
        {
            if (line.Data is not null)
                Diary.Add(line.Data, Seconds);
            Monitor.PulseAll(_news);
        }
    }
}
