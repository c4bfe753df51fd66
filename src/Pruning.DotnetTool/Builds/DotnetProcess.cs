using System.Diagnostics;

namespace Pruning.DotnetTool.Builds;

/// <summary>One run of the SDK's <c>dotnet</c>, to its end.</summary>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its error stream.</param>
internal sealed record DotnetProcess(int ExitCode, string Output, string Errors)
{
    /// <param name="folder">Where it works.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no <c>dotnet</c> to start.</exception>
    public static DotnetProcess Run(string folder, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        using var process = Start(folder, arguments);
        using var stop = cancellation.Register(() => Kill(process));
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return new DotnetProcess(process.ExitCode, output, errors.Result);
    }

    /// <summary>The program that is started.</summary>
    public static string Program =>
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";

    private static Process Start(string folder, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(Program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        // A child must not inherit what points this process at its own SDK.
        foreach (var variable in new[] { "MSBuildSDKsPath", "MSBUILD_EXE_PATH", "MSBuildExtensionsPath" })
            start.Environment.Remove(variable);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

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
}
