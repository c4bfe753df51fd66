namespace Pruning.Native;

/// <summary>Where the native libraries lie that came with this program's packages.</summary>
internal static class NativeFiles
{
    // Set by .NET's host from the program's list of dependencies: folders of packages, or of the published program.
    private const string HostFolders = "NATIVE_DLL_SEARCH_DIRECTORIES";

    /// <summary>The file of a library in the host's folders or beside the program; null where there is none.</summary>
    /// <param name="name">Without prefix and extension.</param>
    public static string? Find(string name) =>
        Folders().Select(folder => Path.Combine(folder, FileNameOf(name))).FirstOrDefault(File.Exists);

    /// <summary>Such as <c>libtorch_cpu.so</c>.</summary>
    public static string FileNameOf(string name) =>
        OperatingSystem.IsWindows() ? $"{name}.dll"
        : OperatingSystem.IsMacOS() ? $"lib{name}.dylib"
        : $"lib{name}.so";

    private static IEnumerable<string> Folders() =>
        (
            (AppContext.GetData(HostFolders) as string)?.Split(
                Path.PathSeparator,
                StringSplitOptions.RemoveEmptyEntries
            ) ?? []
        )
            .Append(Path.Combine(AppContext.BaseDirectory, "runtimes", $"{PortableRuntime()}", "native"))
            .Append(AppContext.BaseDirectory);

    private static string PortableRuntime() => System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier;
}
