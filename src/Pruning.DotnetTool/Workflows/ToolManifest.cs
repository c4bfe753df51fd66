using System.Text.Json;
using Pruning.Pipeline;

namespace Pruning.DotnetTool.Workflows;

/// <summary>
/// The list of a repository's tools, by which <c>dotnet tool restore</c> brings <c>dotnet prune</c> to a machine that has
/// none.
/// </summary>
internal static class ToolManifest
{
    private const string Tool = "pruning.dotnettool";
    private const string Name = "dotnet-tools.json";

    /// <summary>Where it is or is to be, and whether it is there and names our tool.</summary>
    /// <param name="folder">Full path of the model project's folder.</param>
    /// <param name="root">Full path of the repository's.</param>
    public static (string Path, bool IsThere, bool HasTool) Find(string folder, string root)
    {
        for (var at = folder; at is not null; at = at == root ? null : Path.GetDirectoryName(at))
        {
            foreach (var path in new[] { Path.Combine(at, ".config", Name), Path.Combine(at, Name) })
                if (File.Exists(path))
                    return (path, true, Names(path));
        }

        // NuGet looks for sources from the list's folder upwards, and those of the project have our packages.
        return (Path.Combine(folder, ".config", Name), false, false);
    }

    /// <summary>One that has this version of our tool, and nothing else.</summary>
    public static string Text =>
        $$"""
            {
              "version": 1,
              "isRoot": true,
              "tools": {
                "{{Tool}}": {
                  "version": "{{EngineIdentity.Version}}",
                  "commands": [ "dotnet-prune" ]
                }
              }
            }

            """.ReplaceLineEndings("\n");

    private static bool Names(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            return document.RootElement.TryGetProperty("tools", out var tools)
                && tools.EnumerateObject().Any(tool => tool.Name.Equals(Tool, StringComparison.OrdinalIgnoreCase));
        }
        catch (Exception failure)
            when (failure is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            // 'dotnet tool restore' says what is wrong with it.
            return false;
        }
    }
}
