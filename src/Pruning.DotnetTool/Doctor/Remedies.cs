using Pruning.Native;

namespace Pruning.DotnetTool.Doctor;

/// <summary>How a native library that does not load can be had on this machine.</summary>
internal static class Remedies
{
    /// <summary>libtorch: the published package, which is kept in the cache.</summary>
    public static InstallStep? ForTorch() => CacheFolder.Find() is null ? null : TorchPackage.Default?.Step();

    /// <summary>OpenCV comes in a package of this program's, and asks for libraries of the system's on Linux.</summary>
    public static InstallStep? ForOpenCv() =>
        NativeLoader.IsInstalled("OpenCvSharpExtern") && File.Exists("/etc/debian_version")
            ? new InstallStep(
                "What OpenCV asks for",
                "apt-get",
                ["install", "-y", .. SystemPackages.ForOpenCv.Split(' ')],
                NeedsRoot: true
            )
            : null;

    /// <summary>What a library without a remedy needs.</summary>
    public const string Otherwise =
        "its native library is a file of this tool: install the tool again ('dotnet tool update --global "
        + "Pruning.DotnetTool'), on a platform that docs/native-libraries.md names";
}
