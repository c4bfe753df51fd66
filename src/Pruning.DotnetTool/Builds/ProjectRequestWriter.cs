using System.Diagnostics;
using Pruning.Diagnostics;

namespace Pruning.DotnetTool.Builds;

/// <summary>Has MSBuild evaluate a project and write down what it asks for: the same file that <c>dotnet build</c> works from.</summary>
internal static class ProjectRequestWriter
{
    private const string RequestProperty = "PruningRequestFile";

    /// <returns>The request file's path.</returns>
    /// <exception cref="PruneException">PRUNE0002: there is no such project, or MSBuild refuses it.</exception>
    public static string Write(string project, IReadOnlyList<string> properties, Action<string> say, CancellationToken cancellation)
    {
        if (!File.Exists(project))
            throw Refused(project, Directory.Exists(project) ? "it is a folder" : "there is no such file");
        using var process = Start(project, properties);
        using var stop = cancellation.Register(() => Kill(process));
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode != 0)
            throw Failed(project, $"{output}\n{errors.Result}", say);
        var path = output.Trim();
        if (path.Length == 0 || path.Contains('\n', StringComparison.Ordinal) || !File.Exists(path))
            throw Refused(project, "it does not import the Pruning.Tasks SDK (it sets no PruningRequestFile)");
        return path;
    }

    private static Process Start(string project, IReadOnlyList<string> properties)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(Path.GetFullPath(project))!,
        };
        // A child MSBuild must not inherit what points this process at its own SDK.
        foreach (var variable in new[] { "MSBuildSDKsPath", "MSBUILD_EXE_PATH", "MSBuildExtensionsPath" })
            start.Environment.Remove(variable);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach (var argument in new[] { "msbuild", Path.GetFullPath(project), "-restore", "-nologo", "-t:BeforePruning;PruningWriteRequest", $"-getProperty:{RequestProperty}" })
            start.ArgumentList.Add(argument);
        foreach (var property in properties)
            start.ArgumentList.Add($"-p:{property}");
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw Refused(project, $"'{start.FileName}' cannot be started to evaluate it ({exception.Message}); the .NET SDK must be on the path");
        }
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

    private static PruneException Failed(string project, string output, Action<string> say)
    {
        var lines = output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var line in lines.Distinct().Take(50))
            say(line);
        return Refused(project, "MSBuild refuses it; the lines above say why");
    }

    private static PruneException Refused(string project, string why) => new(
        Codes.UnreadableProject,
        $"The project '{project}' cannot be built: {why}. Give a .pruneproj whose Sdk is Pruning.Tasks.",
        new SourceLocation(project));
}
