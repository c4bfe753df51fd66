using System.IO;
using System.Text;

namespace Pruning.Tasks;

/// <summary>
/// Files that are written only when their text changes, so that nothing that depends on their time stamps runs for
/// nothing.
/// </summary>
internal static class ContentFile
{
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false);

    /// <returns>True when the file was written.</returns>
    public static bool Write(string path, string text)
    {
        if (File.Exists(path) && File.ReadAllText(path, Encoding) == text)
            return false;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Beside the target and then over it: a build that is killed here leaves the old file or the new one, never
        // half of one.
        var temporary = path + "." + System.Guid.NewGuid().ToString("N") + ".tmp";
        try
        {
            File.WriteAllText(temporary, text, Encoding);
            if (File.Exists(path))
                File.Delete(path);
            File.Move(temporary, path);
            return true;
        }
        finally
        {
            // Of a disk that was full.
            File.Delete(temporary);
        }
    }
}
