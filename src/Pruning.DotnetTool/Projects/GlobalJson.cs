using System.Text.Json;

namespace Pruning.DotnetTool.Projects;

/// <summary>
/// The global.json that counts for a folder: the nearest, in it or above it. MSBuild takes versions of SDKs from there.
/// </summary>
internal static class GlobalJson
{
    public const string FileName = "global.json";

    private static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Its full path, or null where there is none.</summary>
    public static string? Nearest(string folder)
    {
        for (var at = new DirectoryInfo(Path.GetFullPath(folder)); at is not null; at = at.Parent)
        {
            if (Path.Combine(at.FullName, FileName) is var path && File.Exists(path))
                return path;
        }

        return null;
    }

    /// <summary>
    /// The version that it gives an SDK; null where it gives none, or is not to be read: MSBuild says so itself.
    /// </summary>
    public static string? VersionOf(string sdk, string folder) => Value(folder, "msbuild-sdks", sdk);

    /// <summary>The version of the .NET SDK that it asks for; null as for <see cref="VersionOf"/>.</summary>
    public static string? SdkIn(string folder) => Value(folder, "sdk", "version");

    private static string? Value(string folder, string section, string name)
    {
        if (Nearest(folder) is not { } path)
            return null;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path), Lenient);
            return
                document.RootElement.TryGetProperty(section, out var values)
                && values.TryGetProperty(name, out var value)
                ? value.GetString()
                : null;
        }
        catch (Exception failure)
            when (failure is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
