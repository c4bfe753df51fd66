using System.Collections.Immutable;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.DotnetTool.Models;
using Pruning.Evaluation;
using TorchSharp;

namespace Pruning.DotnetTool.Doctor;

/// <summary>Loads each native library and asks for its version.</summary>
internal static class NativeLibraries
{
    public static NativeLibraryReport Torch() => Probe("libtorch", () =>
    {
        TorchStart.Run();
        return torch.__version__;
    });

    public static NativeLibraryReport OnnxRuntime() => Probe("ONNX Runtime", () => OnnxSessions.RuntimeVersion);

    public static NativeLibraryReport OpenCv() => Probe("OpenCV", () => ImageLibrary.Version);

    /// <summary>Where torch can run, once it is started.</summary>
    public static ImmutableArray<string> TorchDevices() => torch.cuda.is_available()
        ? ["cpu", .. Enumerable.Range(0, torch.cuda.device_count()).Select(index => FormattableString.Invariant($"cuda:{index}"))]
        : ["cpu"];

    private static NativeLibraryReport Probe(string name, Func<string> version)
    {
        try
        {
            return new NativeLibraryReport(name, version(), null);
        }
        catch (PruneException exception)
        {
            return new NativeLibraryReport(name, null, exception.Diagnostic.ToString());
        }
    }
}
