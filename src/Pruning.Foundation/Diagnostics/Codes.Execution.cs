namespace Pruning.Diagnostics;

public static partial class Codes
{
    /// <summary>
    /// libtorch, or the library through which we talk to it, is not on this machine or does not load.
    /// </summary>
    public static readonly DiagnosticCode MissingTensorLibrary = new("PRUNE0050", "The tensor library does not load");

    /// <summary>A device that this machine, or its tensor library, does not have.</summary>
    public static readonly DiagnosticCode UnavailableDevice = new("PRUNE0051", "The device is not available");

    /// <summary>What <c>doctor --install</c> could not bring.</summary>
    public static readonly DiagnosticCode NativeLibraryNotInstalled = new(
        "PRUNE0053",
        "A native library could not be installed"
    );
}
