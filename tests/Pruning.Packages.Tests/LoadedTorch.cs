using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pruning.Execution;

namespace Pruning.Packages.Tests;

/// <summary>Loads libtorch as the product does; OpenCV is loaded by what all tests share.</summary>
internal static class LoadedTorch
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Before any test touches the package.")]
    internal static void Load()
    {
        Testing.TestTorch.NameFolder();
        TorchRuntime.Initialize();
    }
}
