using OpenCvSharp;
using Pruning.Diagnostics;
using Pruning.Native;

namespace Pruning.Data;

/// <summary>OpenCV's native library: whether it is there.</summary>
public static class ImageLibrary
{
    // Through which OpenCvSharp calls OpenCV, which is part of it.
    private const string Binding = "OpenCvSharpExtern";

    private static readonly Lazy<string> Loaded = new(Load);

    /// <summary>OpenCV's version, for example <c>4.13.0</c>.</summary>
    /// <exception cref="PruneException">PRUNE0052: it does not load.</exception>
    public static string Version => Loaded.Value;

    /// <summary>Loads it, once, so that what goes wrong is a message and not a failure deep in a decoder.</summary>
    /// <exception cref="PruneException">PRUNE0052.</exception>
    internal static void Require() => _ = Loaded.Value;

    private static string Load()
    {
        try
        {
            NativeLoader.Load(Binding);
            // Loaders run on threads of their own; splitting small pictures further only takes cores from the network.
            Cv2.SetNumThreads(1);
            return Cv2.GetVersionString() ?? "unknown";
        }
        catch (Exception failure)
            when (failure.GetBaseException()
                    is DllNotFoundException
                        or EntryPointNotFoundException
                        or BadImageFormatException
            )
        {
            throw new PruneException(
                Codes.MissingImageLibrary,
                $"OpenCV, which decodes and resizes pictures, does not load on this machine: "
                    + $"{LoaderMessage.Of(failure)} Nothing can be trained or measured without it. 'dotnet prune "
                    + $"doctor' says what is found, and the page of this code what there is for which platform.",
                inner: failure
            );
        }
    }
}
