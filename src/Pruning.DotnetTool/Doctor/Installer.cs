using System.Diagnostics;
using System.Text.RegularExpressions;
using Pruning.Diagnostics;

namespace Pruning.DotnetTool.Doctor;

/// <summary>Runs what installs, and says each command before it runs.</summary>
/// <param name="say">Takes the commands and what they write.</param>
internal sealed partial class Installer(Action<string> say, CancellationToken cancellation)
{
    /// <exception cref="PruneException">PRUNE0053: no right to run it, or it failed.</exception>
    public void Run(InstallStep step)
    {
        if (step.NeedsRoot && !Environment.IsPrivilegedProcess)
            throw NotInstalled(step, "only root may install it", $"Run: sudo {step.CommandLine}");
        say($"doctor: runs {step.CommandLine}");
        using var process = Start(step);
        using var stop = cancellation.Register(() => Kill(process));
        process.OutputDataReceived += (_, line) => Pass(line.Data);
        process.ErrorDataReceived += (_, line) => Pass(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode != 0)
            throw NotInstalled(
                step,
                $"'{step.CommandLine}' ended with {process.ExitCode}",
                "The lines above say why; correct that, or run it yourself"
            );
    }

    private static Process Start(InstallStep step)
    {
        try
        {
            return Process.Start(
                new ProcessStartInfo(step.FileName, step.Arguments)
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw NotInstalled(
                step,
                $"'{step.FileName}' cannot be started ({failure.Message})",
                $"Have somebody run: {step.CommandLine}"
            );
        }
    }

    private void Pass(string? line)
    {
        // Progress bars of package managers move the cursor and colour; a log wants letters.
        if (line is not null)
            say($"  {new string([.. Escape().Replace(line, "").Where(letter => !char.IsControl(letter))])}".TrimEnd());
    }

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Escape();

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself meanwhile.
            return;
        }
    }

    private static PruneException NotInstalled(InstallStep step, string why, string advice) =>
        new(
            Codes.NativeLibraryNotInstalled,
            $"{step.What} is not installed: {why}. Without it the tool cannot do its work. {advice}."
        );
}
