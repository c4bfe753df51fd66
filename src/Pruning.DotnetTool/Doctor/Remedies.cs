using System.Reflection;

namespace Pruning.DotnetTool.Doctor;

/// <summary>How a native library that does not load can be had on this machine.</summary>
internal static class Remedies
{
    // Where a build uses the system's own libraries, its packages' versions say so.
    private const string SystemSuffix = "-system";

    /// <summary>libtorch: the published package, or where TorchSharp was built for the system's, Debian's.</summary>
    public static InstallStep? ForTorch() => TorchPackage.Default is { } package
        ? package.Step()
        : Debian("libtorch", "libtorch-dev");

    /// <summary>OpenCV comes in a package of this program's; only where that was built for the system's is there something to install.</summary>
    public static InstallStep? ForOpenCv() => UsesSystemLibrary(typeof(OpenCvSharp.Mat).Assembly) ? Debian("OpenCV", "libopencv-imgcodecs-dev") : null;

    /// <summary>What a library without a remedy needs.</summary>
    public const string Otherwise = "its native library is a file of this tool: install the tool again ('dotnet tool update --global Pruning.DotnetTool'), on Linux x64, Windows x64 or macOS arm64";

    private static bool UsesSystemLibrary(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Contains(SystemSuffix, StringComparison.Ordinal) == true;

    private static InstallStep? Debian(string what, string package) => File.Exists("/etc/debian_version")
        ? new InstallStep(what, "apt-get", ["install", "-y", package], NeedsRoot: true)
        : null;
}
