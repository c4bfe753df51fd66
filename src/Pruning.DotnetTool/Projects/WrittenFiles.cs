using Pruning.Diagnostics;
using Pruning.Storage;

namespace Pruning.DotnetTool.Projects;

/// <summary>How new files come to a user's folders: none is lost, and what cannot be written is said.</summary>
internal static class WrittenFiles
{
    /// <exception cref="PruneException">PRUNE0150: one of them is there already.</exception>
    public static void Refuse(IEnumerable<string> paths)
    {
        if (paths.FirstOrDefault(File.Exists) is { } path)
            throw new PruneException(
                Codes.ProjectExists,
                $"'{path}' is there already. A file that somebody has edited must not be lost by accident. Give "
                    + $"another --output (of a workflow, --ci-file), or --force to replace it.",
                new SourceLocation(path)
            );
    }

    /// <exception cref="PruneException">PRUNE0150: it cannot be written.</exception>
    public static void Write(string path, string text)
    {
        try
        {
            AtomicFile.Write(path, text);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PruneException(
                Codes.ProjectExists,
                $"'{path}' cannot be written: "
                    + $"{(Directory.Exists(path) ? "it is a folder" : failure.Message.TrimEnd('.'))}. Give another "
                    + $"--output (of a workflow, --ci-file).",
                new SourceLocation(path),
                failure
            );
        }
    }
}
