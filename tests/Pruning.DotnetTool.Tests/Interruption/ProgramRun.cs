using System.Diagnostics;

namespace Pruning.DotnetTool.Interruption;

/// <summary>The program in a process of its own: what it says as it says it.</summary>
internal sealed class ProgramRun : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];

    private ProgramRun(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The tool's own file, beside all that it needs.</summary>
    public static string Program { get; } = typeof(ExitCodes).Assembly.Location;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The processors' time that it took until now.</summary>
    public TimeSpan Worked
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Of both streams, until now.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public string Text => string.Join('\n', Lines);

    // A test run in a shell's background has inherited that SIGINT is ignored.
    public static ProgramRun Start(params string[] arguments) =>
        OperatingSystem.IsLinux()
            ? Start("env", ["--default-signal=INT", "dotnet", Program, .. arguments])
            : Start("dotnet", [Program, .. arguments]);

    /// <param name="prepare">What is special about the process.</param>
    public static ProgramRun Start(string program, string[] arguments, Action<ProcessStartInfo>? prepare = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        prepare?.Invoke(start);
        return new ProgramRun(start);
    }

    public void Kill() => _process.Kill();

    /// <summary>Writes a line into its input.</summary>
    public void Say(string line) => _process.StandardInput.WriteLine(line);

    public void EndInput() => _process.StandardInput.Close();

    /// <returns>The exit code; fails where it takes longer.</returns>
    public int WaitForExit(double seconds = 120)
    {
        if (!_process.WaitForExit(TimeSpan.FromSeconds(seconds)))
            Assert.Fail($"It still runs after {seconds} s:\n{Text}");
        _process.WaitForExit(); // for the last lines
        return _process.ExitCode;
    }

    /// <summary>Waits for a line that contains a text, and fails where the process ends without it.</summary>
    public void WaitFor(string text) => WaitFor($"'{text}'", line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>Waits for whatever is said first about a stage: that it is started, or up to date.</summary>
    public void WaitForStage(string stage) =>
        WaitFor($"anything about '{stage}'", line => line.StartsWith($"{stage}: ", StringComparison.Ordinal));

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private void WaitFor(string what, Func<string, bool> isIt)
    {
        var clock = Stopwatch.StartNew();
        while (!Lines.Any(isIt))
        {
            Assert.False(
                clock.Elapsed > TimeSpan.FromMinutes(2) || _process.HasExited && !Drained().Any(isIt),
                $"It never said {what}:\n{Text}"
            );
            Thread.Sleep(2);
        }
    }

    private IReadOnlyList<string> Drained()
    {
        _process.WaitForExit();
        return Lines;
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_lines)
        {
            if (line.Data is not null)
                _lines.Add(line.Data);
        }
    }
}
