using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Pruning.Diagnostics;
using Pruning.Native;
using TorchSharp;

namespace Pruning.Execution;

/// <summary>
/// Starts libtorch once in a process, in the order that its native code needs: environment first, then the libraries,
/// then threads. Everything in this folder calls it; call it earlier to choose the libtorch or the number of threads.
/// </summary>
public static class TorchRuntime
{
    // In the order of their dependencies: each finds the earlier ones already loaded.
    private static readonly string[] Libraries = ["c10", "torch_cpu", "c10_cuda", "torch_cuda", "torch"];

    // Through which TorchSharp calls them. It looks for both by name, and finds what is loaded.
    private const string Binding = "LibTorchSharp";

    /// <summary>The environment variable that names a folder with libtorch's native libraries.</summary>
    public const string FolderVariable = "PRUNING_TORCH_FOLDER";

    private static readonly Lock Gate = new();
    private static bool _started;

    // libtorch keeps the number by thread: one that has run an operator does not hear of a later change.
    [ThreadStatic]
    private static int _threadsHere;

    /// <summary>What <see cref="FolderVariable"/> says; null where it says nothing.</summary>
    public static string? NamedFolder =>
        Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder ? folder : null;

    /// <summary>Threads of one operator.</summary>
    public static int Threads { get; private set; } = Environment.ProcessorCount;

    /// <exception cref="PruneException">PRUNE0050: the native libraries are missing or do not load.</exception>
    public static void Initialize(TorchRuntimeOptions? options = null)
    {
        lock (Gate)
        {
            if (!_started)
                Start(options?.LibTorchFolder);
            if (options is not null)
                Threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        }

        UseThreads();
    }

    /// <summary>
    /// Gives the calling thread its number of threads. Before operators run on a thread that may not be the one that
    /// called <see cref="Initialize"/>.
    /// </summary>
    internal static void UseThreads()
    {
        if (_threadsHere == Threads)
            return;
        torch.set_num_threads(Threads);
        _threadsHere = Threads;
    }

    private static void Start(string? folder)
    {
        SetEnvironment();
        HeapReuse.Begin();
        folder ??= NamedFolder ?? Path.GetDirectoryName(NativeFiles.Find("torch_cpu"));
        try
        {
            LoadFrom(folder);
            // TorchSharp's own search ends in a page of text on the standard output: it is never left to it.
            if (!NativeLoader.Load(Binding))
                NativeLibrary.Load(Binding, typeof(torch).Assembly, searchPath: null);
            torch.InitializeDeviceType(DeviceType.CPU);
            // Initialising the CPU may be nothing at all: this calls into the library for certain.
            _ = torch.get_num_threads();
        }
        catch (Exception failure)
            when (failure
                    is TypeInitializationException
                        or DllNotFoundException
                        or NotSupportedException
                        or BadImageFormatException
                        or EntryPointNotFoundException
            )
        {
            throw folder is null && !NativeLibrary.TryLoad(NativeFiles.FileNameOf("torch_cpu"), out _)
                ? NotHere(failure)
                : Missing(failure);
        }

        _started = true;
    }

    private static void SetEnvironment()
    {
        // Waiting threads that spin slow each other down by an order of magnitude as soon as anything else runs on the
        // machine.
        NativeEnvironment.SetDefault("OMP_WAIT_POLICY", "passive");
        // libtorch 2.10's own kernels for AVX-512 are the slower ones: with those for AVX2 a training in fp32 takes
        // 0.95 to 0.97 of the processor's time, one in bf16 the same. Convolutions choose for themselves.
        if (Avx512F.IsSupported)
            NativeEnvironment.SetDefault("ATEN_CPU_CAPABILITY", "avx2");
    }

    // Null leaves the search to the system's loader.
    private static void LoadFrom(string? folder)
    {
        if (folder is null)
            return;
        if (!File.Exists(Path.Combine(folder, NativeFiles.FileNameOf("torch_cpu"))))
            throw new DllNotFoundException($"'{folder}' holds no {NativeFiles.FileNameOf("torch_cpu")}.");
        foreach (var library in Libraries)
        {
            if (
                Path.Combine(Path.GetFullPath(folder), NativeFiles.FileNameOf(library)) is var path
                && File.Exists(path)
            )
                NativeLoader.Load(library, path);
        }
    }

    // What else the binding may lack shows when libtorch is there.
    private static PruneException NotHere(Exception failure) =>
        new(
            Codes.MissingTensorLibrary,
            $"libtorch, which trains and evaluates networks, is not on this machine yet "
                + $"({RuntimeInformation.RuntimeIdentifier}). The first 'dotnet prune plan' or build of a .pruneproj "
                + $"fetches it, for this tool as well; without a project, 'dotnet prune doctor --install' does.",
            inner: failure
        );

    private static PruneException Missing(Exception failure) =>
        new(
            Codes.MissingTensorLibrary,
            $"libtorch, which trains and evaluates networks, does not load on this machine "
                + $"({RuntimeInformation.RuntimeIdentifier}): {LoaderMessage.Of(failure)} {Advice}",
            inner: failure
        );

    private static string Advice =>
        OperatingSystem.IsWindows()
            ? "TorchSharp 0.107.0's library for Windows is known not to load with libtorch 2.10.0 "
                + "(dotnet/TorchSharp#1567): use packages of this version that were built with "
                + "-p:TorchSharpVersion=0.106.0, or a later release."
            : "In a project, restore the .pruneproj with PruningTorchPackage at its default, which downloads it; "
                + "on the command line, 'dotnet prune doctor' says how to get it.";
}
