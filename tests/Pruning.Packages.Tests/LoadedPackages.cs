using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pruning.Data;
using Pruning.Execution;

namespace Pruning.Packages.Tests;

/// <summary>Loads the native libraries as the product does, which reaches more systems than the packages do by themselves.</summary>
internal static class LoadedPackages
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Before any test touches a package.")]
    internal static void Load()
    {
        Testing.TestTorch.NameFolder();
        TorchRuntime.Initialize();
        _ = ImageLibrary.Version;
    }
}
