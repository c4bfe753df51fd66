using System;
using System.IO;
using Microsoft.Build.Utilities;

namespace Pruning.Tasks;

/// <summary>
/// A task that reads and writes files: where the system refuses one, because a disk is full or a folder read-only, it
/// says so in a line.
/// </summary>
public abstract class FileTask : Task
{
    public sealed override bool Execute()
    {
        try
        {
            return Run();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.LogError(
                null,
                TaskCodes.FileTrouble,
                null,
                HelpLink.Find(TaskCodes.FileTrouble),
                Place,
                0,
                0,
                0,
                0,
                "{0}",
                $"{failure.Message.TrimEnd('.')}. The build stops here; what was finished is kept. Check the "
                    + $"path, its permissions and the room left, and build again."
            );
            return false;
        }
    }

    /// <summary>The file that a message is about; null for that of the task.</summary>
    protected virtual string? Place => null;

    /// <returns>Whether it went well.</returns>
    protected abstract bool Run();
}
