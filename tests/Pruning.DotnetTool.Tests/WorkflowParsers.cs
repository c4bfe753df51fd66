using System.Diagnostics;
using Pruning.Testing;

namespace Pruning.DotnetTool;

/// <summary>The npm packages that read workflows as their hosts do: <c>build/prepare.sh --for-tests</c> fetches them.</summary>
internal static class WorkflowParsers
{
    public static string Folder { get; } = Path.Combine(SourceTree.Root, "build", "feed", "out", "workflow-parsers");

    /// <summary>Runs a script or a program of the packages in a folder.</summary>
    /// <returns>Its exit code and all that it said.</returns>
    public static async Task<(int ExitCode, string Output)> NodeAsync(string folder, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo("node", arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }
}
