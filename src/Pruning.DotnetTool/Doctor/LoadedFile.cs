using System.Diagnostics;

namespace Pruning.DotnetTool.Doctor;

/// <summary>Where a native library was loaded from: which of several on a machine it is.</summary>
internal static class LoadedFile
{
    /// <param name="name">The file's name without prefix and extension, such as <c>torch_cpu</c>.</param>
    /// <returns>Null where the process does not tell.</returns>
    public static string? Find(string name)
    {
        using var process = Process.GetCurrentProcess();
        return process
            .Modules.Cast<ProcessModule>()
            .Where(module => NameOf(module.FileName).Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(module => module.FileName)
            .FirstOrDefault();
    }

    // libopencv_core.so.406 and opencv_core.dll alike.
    private static string NameOf(string path)
    {
        var file = Path.GetFileName(path);
        var name = file.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? file[..dot] : file;
        return name.StartsWith("lib", StringComparison.Ordinal) && !OperatingSystem.IsWindows() ? name[3..] : name;
    }
}
