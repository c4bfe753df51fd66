using Pruning.DotnetTool.Doctor;
using Pruning.Execution;

namespace Pruning.DotnetTool.Models;

/// <summary>
/// Starts libtorch for the command line: the one that a variable names, the one that <c>doctor --install</c> brought,
/// the one that a project's build restored, or one beside the tool.
/// </summary>
internal static class TorchStart
{
    /// <param name="threads">0: one a core.</param>
    public static void Run(int threads = 0) =>
        TorchRuntime.Initialize(
            new TorchRuntimeOptions(
                threads,
                TorchRuntime.NamedFolder ?? TorchPackage.InstalledFolder() ?? TorchPackage.RestoredFolder()
            )
        );
}
