using System.ComponentModel;
using System.Text.RegularExpressions;
using Pruning.Diagnostics;
using Pruning.DotnetTool.Projects;
using Pruning.Pipeline;

namespace Pruning.DotnetTool.Builds;

/// <summary>Asks MSBuild about a project, in a process of its own.</summary>
internal static partial class MSBuildQuestion
{
    /// <param name="arguments">Of <c>dotnet msbuild</c>, behind the project.</param>
    /// <param name="properties">Each <c>name=value</c>.</param>
    /// <param name="say">Told what MSBuild complains of.</param>
    /// <returns>Its output, trimmed.</returns>
    /// <exception cref="PruneException">
    /// PRUNE0002: there is no such project, or MSBuild refuses it. PRUNE0004: NuGet does not find its SDK.
    /// </exception>
    public static string Ask(
        string project,
        IReadOnlyList<string> arguments,
        IReadOnlyList<string> properties,
        Action<string> say,
        CancellationToken cancellation
    )
    {
        if (!File.Exists(project))
            throw Refused(project, Directory.Exists(project) ? "it is a folder" : "there is no such file");
        var path = Path.GetFullPath(project);
        try
        {
            var answer = DotnetProcess.Run(
                Path.GetDirectoryName(path)!,
                ["msbuild", path, "-nologo", .. arguments, .. properties.Select(property => $"-p:{property}")],
                cancellation
            );
            return answer.ExitCode == 0
                ? answer.Output.Trim()
                : throw Failed(project, $"{answer.Output}\n{answer.Errors}", say);
        }
        catch (Win32Exception exception)
        {
            throw Refused(
                project,
                $"'{DotnetProcess.Program}' cannot be started to evaluate it ({exception.Message}); the .NET SDK "
                    + $"must be on the path"
            );
        }
    }

    public static PruneException Refused(string project, string why) =>
        new(
            Codes.UnreadableProject,
            $"The project '{project}' cannot be built: {why}. Give a .pruneproj whose Sdk is Pruning.Tasks.",
            new SourceLocation(project)
        );

    private static PruneException Failed(string project, string output, Action<string> say)
    {
        var lines = output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var line in lines.Distinct().Take(50))
            say(line);
        return MissingSdk().Match(output) is { Success: true } missing
            ? NoSdk(project, missing.Groups["name"].Value, missing.Groups["version"].Value)
            : Refused(project, "MSBuild refuses it; the lines above say why");
    }

    /// <param name="stated">The version in the project; empty where it leaves that to a global.json.</param>
    internal static PruneException NoSdk(string project, string name, string stated)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(project))!;
        var version = stated.Length > 0 ? stated : GlobalJson.VersionOf(name, folder);
        var (why, advice) = version is null
            ? (
                $"its SDK '{name}' has no version",
                $"Write Sdk=\"{name}/{EngineIdentity.Version}\" in the project, or name the version in a "
                    + $"global.json beside it: {{ \"msbuild-sdks\": {{ \"{name}\": \"{EngineIdentity.Version}\" }} }}."
            )
            : (
                $"NuGet finds no package '{name}' {version} for its SDK",
                "Add a package source that has it, or mend the path of one: 'dotnet nuget add source <folder or "
                    + "address>', or a NuGet.config beside the project. 'dotnet nuget list source' shows those that "
                    + "count here."
            );
        return new PruneException(
            Codes.SdkNotFound,
            $"The project '{project}' cannot be built: {why}. {advice}",
            new SourceLocation(project)
        );
    }

    // The words are translated, the code and the quoted name are not.
    [GeneratedRegex("MSB4236: [^'\"\u201C\u00AB]*['\"\u201C\u00AB](?<name>[\\w.-]+)(/(?<version>[\\w.+-]+))?")]
    private static partial Regex MissingSdk();
}
