using System.Diagnostics;
using Pruning.Diagnostics;

namespace Pruning.DotnetTool.Builds;

/// <summary>Asks MSBuild about a project, in a process of its own.</summary>
internal static class MSBuildQuestion
{
    /// <param name="arguments">Of <c>dotnet msbuild</c>, behind the project.</param>
    /// <param name="properties">Each <c>name=value</c>.</param>
    /// <param name="say">Told what MSBuild complains of.</param>
    /// <returns>Its output, trimmed.</returns>
    /// <exception cref="PruneException">PRUNE0002: there is no such project, or MSBuild refuses it.</exception>
    public static string Ask(string project, IReadOnlyList<string> arguments, IReadOnlyList<string> properties, Action<string> say, CancellationToken cancellation)
    {
        if (!File.Exists(project))
            throw Refused(project, Directory.Exists(project) ? "it is a folder" : "there is no such file");
        using var process = Start(project, [.. arguments, .. properties.Select(property => $"-p:{property}")]);
        using var stop = cancellation.Register(() => Kill(process));
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return process.ExitCode == 0 ? output.Trim() : throw Failed(project, $"{output}\n{errors.Result}", say);
    }

    public static PruneException Refused(string project, string why) => new(
        Codes.UnreadableProject,
        $"The project '{project}' cannot be built: {why}. Give a .pruneproj whose Sdk is Pruning.Tasks.",
        new SourceLocation(project));

    private static Process Start(string project, IReadOnlyList<string> arguments)
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
        foreach (var argument in (string[])["msbuild", Path.GetFullPath(project), "-nologo", .. arguments])
            start.ArgumentList.Add(argument);
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
}
