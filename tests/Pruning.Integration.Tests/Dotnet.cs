using System.Diagnostics;
using System.Text;

namespace Pruning.Integration.Tests;

/// <summary>Runs the dotnet command as a user would, apart from the test run's own settings.</summary>
internal static class Dotnet
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Of this machine, as the SDK names it, which has what a program for it needs.</summary>
    public static string RuntimeIdentifier => System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier;

    public static (int ExitCode, string Output) Run(string folder, params string[] arguments) =>
        RunProgram("dotnet", folder, arguments);

    public static (int ExitCode, string Output) RunProgram(string program, string folder, params string[] arguments)
    {
        using var process = StartProgram(program, folder, arguments, out var output);
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} took more than {Limit}:\n{output}");
        }

        process.WaitForExit();
        return (process.ExitCode, output.ToString());
    }

    public static Process Start(string folder, string[] arguments, out StringBuilder output) =>
        StartProgram("dotnet", folder, arguments, out output);

    public static Process StartProgram(string program, string folder, string[] arguments, out StringBuilder output)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What the test host's own build left in the environment must not decide this one. Nodes that outlive a build
        // would keep the package's files open.
        foreach (
            var name in start
                .Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))
                .ToList()
        )
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";

        var text = new StringBuilder();
        output = text;
        var process = new Process { StartInfo = start };
        void Append(object sender, DataReceivedEventArgs line)
        {
            lock (text)
            {
                if (line.Data is not null)
                    text.AppendLine(line.Data);
            }
        }

        process.OutputDataReceived += Append;
        process.ErrorDataReceived += Append;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
