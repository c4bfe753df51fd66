using Pruning.Native.Elf;

namespace Pruning.Native;

/// <summary>Which of a Linux system's own packages bring what a native library asks for.</summary>
public static class SystemPackages
{
    /// <summary>
    /// Debian's and Ubuntu's, for OpenCV's windows on a screen: GTK brings all of the desktop but two.
    /// </summary>
    public const string ForOpenCv = "libgtk-3-0 libdrm2 libatomic1";

    private const string ForOpenCvOnFedora = "gtk3 libdrm libatomic";

    /// <summary>A sentence that says what to install.</summary>
    internal static string AdviceFor(LoadObstacles obstacles) => string.Join(" ", Advices(obstacles));

    private static IEnumerable<string> Advices(LoadObstacles obstacles)
    {
        if (
            obstacles.Libraries.Any(library =>
                library.Name.StartsWith("libtorch", StringComparison.Ordinal)
                || library.Name.StartsWith("libc10", StringComparison.Ordinal)
            )
        )
            yield return "libtorch itself is not there.";
        else if (!obstacles.Libraries.IsEmpty)
            yield return $"On Debian and Ubuntu 'apt-get install {ForOpenCv}' brings them, on Fedora and RHEL 'dnf install {ForOpenCvOnFedora}'.";
        if (obstacles.Versions.FirstOrDefault() is { } version)
            yield return $"A newer system has {version.Name}: {NewerSystem(version)}";
    }

    private static string NewerSystem(ElfRequiredVersion version) =>
        version.Name == "GLIBCXX_3.4.32"
            ? "Debian 13, Ubuntu 24.04, Fedora 38, or whatever else comes with the C++ library of GCC 13."
            : $"one with a newer {version.Library}.";
}
