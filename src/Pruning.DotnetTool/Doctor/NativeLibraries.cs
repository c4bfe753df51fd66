using System.Collections.Immutable;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.DotnetTool.Models;
using Pruning.Evaluation;
using Pruning.Native;
using Pruning.Onnx;
using TorchSharp;

namespace Pruning.DotnetTool.Doctor;

/// <summary>Loads each native library and asks for its version.</summary>
internal static class NativeLibraries
{
    public const string TorchName = "libtorch";

    public static NativeLibraryReport Torch() =>
        Probe(
            TorchName,
            () =>
            {
                TorchStart.Run();
                return torch.__version__;
            },
            "torch_cpu",
            binding: "LibTorchSharp",
            Remedies.ForTorch
        );

    public static NativeLibraryReport OnnxRuntime() =>
        Probe("ONNX Runtime", () => OnnxSessions.RuntimeVersion, "onnxruntime", binding: null, () => null);

    public static NativeLibraryReport OpenCv() =>
        Probe(
            "OpenCV",
            () => ImageLibrary.Version,
            "OpenCvSharpExtern",
            binding: "OpenCvSharpExtern",
            Remedies.ForOpenCv
        );

    /// <summary>Where torch can run, once it is started.</summary>
    public static ImmutableArray<string> TorchDevices() =>
        torch.cuda.is_available()
            ?
            [
                "cpu",
                .. Enumerable
                    .Range(0, torch.cuda.device_count())
                    .Select(index => FormattableString.Invariant($"cuda:{index}")),
            ]
            : ["cpu"];

    private static NativeLibraryReport Probe(
        string name,
        Func<string> version,
        string file,
        string? binding,
        Func<InstallStep?> remedy
    )
    {
        try
        {
            var found = version();
            var copy = NativeLoader.Loaded.FirstOrDefault(library =>
                library.Name == binding && library.Original is not null
            );
            return new NativeLibraryReport(
                name,
                found,
                LoadedFile.Find(file),
                copy?.Original,
                copy?.Reasons ?? [],
                null,
                null
            );
        }
        catch (PruneException exception)
        {
            var step = remedy();
            return new NativeLibraryReport(
                name,
                null,
                null,
                null,
                [],
                exception.Diagnostic.ToString(),
                step?.CommandLine
            )
            {
                Remedy = step,
            };
        }
    }
}
