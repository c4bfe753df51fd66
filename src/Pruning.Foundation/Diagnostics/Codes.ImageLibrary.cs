namespace Pruning.Diagnostics;

public static partial class Codes
{
    /// <summary>OpenCV's native library is missing or of the wrong kind.</summary>
    public static readonly DiagnosticCode MissingImageLibrary = new("PRUNE0052", "The image library does not load");
}
