using System.Collections.Immutable;
using System.Diagnostics;

namespace Pruning.Benchmarks.Measuring;

/// <summary>A program to start and wait for.</summary>
/// <param name="File">Its path, or a name on the search path.</param>
/// <param name="SearchFirst">A folder that its own search path begins with; null leaves it.</param>
internal sealed record ChildProcess(string File, ImmutableArray<string> Arguments, string? SearchFirst = null)
{
    /// <summary>A managed program.</summary>
    public static ChildProcess Dotnet(string assembly, params ReadOnlySpan<string> arguments) =>
        new("dotnet", [assembly, .. arguments]);

    /// <summary>Runs it to its end.</summary>
    /// <returns>What it wrote, and the time from its start to its end.</returns>
    /// <exception cref="MeasurementException">It does not start, or ends with another exit code than 0.</exception>
    public (string Output, TimeSpan Elapsed) Run(Action<Process>? beside = null)
    {
        var clock = Clock.Start();
        using var process = Start();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        beside?.Invoke(process);
        process.WaitForExit();
        var elapsed = clock.Elapsed;
        if (process.ExitCode != 0)
            throw new MeasurementException(
                $"'{File} {string.Join(' ', Arguments)}' ended with exit code {process.ExitCode}: "
                    + $"{errors.Result.Trim()}"
            );
        return (output.Result, elapsed);
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(File, Arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (SearchFirst is not null)
            start.Environment["PATH"] =
                $"{SearchFirst}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new MeasurementException($"'{File}' does not start: {failure.Message}");
        }
    }
}
