using OpenCvSharp;
using Pruning.Diagnostics;
using Pruning.Execution;

namespace Pruning.Data;

/// <summary>OpenCV's native library: whether it is there.</summary>
public static class ImageLibrary
{
    private static readonly Lazy<string> Loaded = new(Load);

    /// <summary>OpenCV's version, for example <c>4.11.0</c>.</summary>
    /// <exception cref="PruneException">PRUNE0052: it does not load.</exception>
    public static string Version => Loaded.Value;

    /// <summary>Loads it, once, so that what goes wrong is a message and not a failure deep in a decoder.</summary>
    /// <exception cref="PruneException">PRUNE0052.</exception>
    internal static void Require() => _ = Loaded.Value;

    private static string Load()
    {
        // OpenCV may bring the OpenMP runtime that the tensor library shares, and that reads this when it is loaded: see TorchRuntime.
        NativeEnvironment.SetDefault("OMP_WAIT_POLICY", "passive");
        try
        {
            // Loaders run on threads of their own; splitting small pictures further only takes cores from the network.
            Cv2.SetNumThreads(1);
            return Cv2.GetVersionString() ?? "unknown";
        }
        catch (Exception failure) when (failure.GetBaseException() is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new PruneException(
                Codes.MissingImageLibrary,
                $"OpenCV, which decodes and resizes pictures, does not load on this machine: {LoaderMessage.Of(failure)} Nothing can be trained or measured without it. On Linux x64 and Windows x64 it comes in the package; elsewhere install the OpenCvSharp4 runtime package of the platform. 'dotnet prune doctor' says what is found.",
                inner: failure);
        }
    }
}
