using Pruning.Checkpoints.Official;
using Pruning.Diagnostics;

namespace Pruning.Pipeline.Options;

/// <summary>A file that an option names.</summary>
internal static class InputFile
{
    /// <summary>The file's full path; null where the option is not set.</summary>
    /// <exception cref="PruneException">PRUNE0108: it does not exist.</exception>
    public static string? Find(ProjectRequest request, TextOption option)
    {
        if (option.Read(request) is not { Length: > 0 } text)
            return null;
        var path = request.Resolve(text);
        return File.Exists(path) ? path : throw Missing(request, option, path);
    }

    public static PruneException Missing(ProjectRequest request, ProjectOption option, string path) =>
        new(
            Codes.MissingFile,
            $"{option.Name} names '{path}', which {(Directory.Exists(path) ? "is a folder" : "does not exist")}. "
                + $"Nothing can be made without it; relative paths start at the project's folder. Correct the "
                + $"path.{(option == OptionCatalogue.BaseModel ? Hint(path) : "")}",
            request.LocationOf(option.Name)
        );

    private static string Hint(string path) =>
        OfficialRelease.Names(Path.GetFileName(path))
            ? $" '{Path.GetFileName(path)}' alone, without a folder, has the official file fetched."
            : "";
}
