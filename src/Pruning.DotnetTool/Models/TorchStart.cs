using Pruning.DotnetTool.Doctor;
using Pruning.Execution;

namespace Pruning.DotnetTool.Models;

/// <summary>Starts libtorch for the command line: the one that a variable names, the one that <c>doctor --install</c> brought, or the system's.</summary>
internal static class TorchStart
{
    /// <summary>Names a folder that holds libtorch, where the system's own is not the one to use.</summary>
    public const string FolderVariable = "PRUNING_TORCH_FOLDER";

    /// <param name="threads">0: one a core.</param>
    public static void Run(int threads = 0) => TorchRuntime.Initialize(new TorchRuntimeOptions(
        threads,
        Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder ? folder : TorchPackage.InstalledFolder()));
}
